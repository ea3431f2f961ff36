const METHODS =
  "(?:the )?(?:an? )?(?:lambda(?: functions?| expressions?)?|map(?: functions?)?|filter(?: function)?|map and lambda(?: functions?)?|lambda and map(?: functions?)?|filter and lambda(?: functions?)?|reduce(?: function)?|regex|regexp|regular expressions?|recursion|recursive(?:ly)? (?:method|function|approach)|iteration|loops?|a loop|list comprehensions?|dictionary comprehensions?|python|slicing|list slicing|string slicing|set|zip(?: function)?|built ?-?in functions?|bitwise operators?|bit manipulation|(?:the )?(?:itertools|collections|math|functools|operator|re) module|(?:the )?(?:merge|quick|bubble|selection|insertion|heap|shell|radix|counting|comb|cocktail|gnome|pancake|bucket|tim|binary)[- ]?sort(?: algorithm)?|(?:the )?(?:euclid|euclidean|euclid's|babylonian|newton|newton's|heron's|sieve of eratosthenes|dynamic programming) ?(?:algorithm|method|formula|approach)?)";

/** Parts of a request that say how it is put, not what is asked. Each is blanked, so that character offsets stay. */
const FILLER: readonly RegExp[] = [
  /https?:\/\/\S+/g,
  /^\s*(?:(?:please|kindly|hi|hello),?\s+)*(?:(?:can|could|would) you (?:please )?)?(?:i (?:need|want|would like) (?:you to write )?)?(?:(?:write|create|implement|define|develop|design|make|give me|build|code)\s+)?(?:me\s+)?(?:an?|the)?\s*(?:simple |short |efficient |small )?(?:python ?3?\s+)?(?:lambda\s+)?(?:recursive\s+)?(?:function|program|method|script|code|procedure|routine)(?:\s+in python)?(?:\s+(?:(?:that|which)\s*,(?=\s*given\b)|to that|that|which|to|for|where|takes?(?= in| as| two| a | an | the ))\s*|\s+(?=takes?\b))(?:prints? (?=check))?(?:can\s+|will\s+|should\s+)?/gi,
  /(?:^|(?<=[.!?]\s))\s*(?:your (?:task|goal|job) is to|you (?:need|have|are asked|are required|should) to|the function should|the goal is to)\s/gi,
  /^\s*(?:that|which)\s*,?(?=\s*given\b)/gi,
  /(?:^|(?<=[.!?]\s))\s*it\s+(?:(?:should|must|will)\s+)?(?=returns?\b)/gi,
  /^\s*(?:this|the) function\s/gi,
  /^\s*(?:write|implement|create)\s+(?:python\s+)?(?:code|function)\s+(?:to|that|which)\s+/gi,
  new RegExp(
    `,?\\s*\\b(?:by |with |through )?(?:using|making use of|with the help of|the use of|via|by means of)\\s+${METHODS}(?=\\s*[.,!]?\\s*$)`,
    "gi",
  ),
  new RegExp(
    `,?\\s*\\b(?:by |with |through )?(?:using|making use of|with the help of|the use of|via|by means of)\\s+${METHODS}(?=\\s*[.,!]?\\s*$)`,
    "gi",
  ),
  /,?\s*\bwithout (?:using|the use of) (?:the |any |a )?(?:built ?-?in |library |in-built |inbuilt |python )*(?:functions?|methods?|len|sum|max|min|sorted|sort|reverse|set|loops?|recursion|operators?|(?:len|sum|max|min|sort|sorted|reverse|count|reversed)(?:\(\))? (?:function|method)|[-+*/%] operator|arithmetic operators?|third variable|temporary variable)(?=\s*[.,!]?\s*$)/gi,
  /,?\s*\b(?:as (?:an )?input)(?=\s*[.,!]?\s*$)/gi,
  /,?\s*\b(?:in python|recursively|iteratively|efficiently|if possible|please)(?=\s*[.,!?]?\s*$)/gi,
  /,?\s*\bor not\b(?=\s*[.,!?]?\s*$)/gi,
  /,?\s*\b(?:by |with )?using\s+(?:lambda|regex)(?: function)?(?=\s*[.,!?]?\s*$)/gi,
  /[.!?;:]+\s*$/g,
];

/**
 * The prose with what carries no meaning replaced by blanks. A check "using regex" is left as it is: what it returns (a match, a message, a
 * truth value) is not said.
 */
export function blankFiller(prose: string): string {
  if (/\b(?:check|match(?:es)?|search(?:es)?)\b/i.test(prose) && /\breg(?:ex|ular expression)/i.test(prose))
    return prose;
  let text = prose;
  for (let round = 0; round < 2; round++)
    for (const pattern of FILLER) text = text.replace(pattern, (found) => " ".repeat(found.length));
  return text;
}
