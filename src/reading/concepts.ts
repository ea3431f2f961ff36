/** Words that carry grammar, or say what any request says. */
const STOP = new Set(
  `a an the this that these those it its they them their there here you your we our i he she one ones and or but nor not no if else then otherwise when while whenever
  where which who whom whose what how why of in on at by for from to into onto with without within between among over under above below up down out off as than
  is are was were be been being am do does did done has have had having can could may might must shall should will would let so such same other another each
  every all any both either neither some many much few more most less least very too also just only even still yet about after before until during since because
  given write function functions return returns returned returning create implement define complete program python code method task takes take taking accepts accept
  using use used uses input inputs output outputs argument arguments parameter parameters result results example examples following note assume make makes get gets
  find finds compute computes calculate calculates check checks determine determines whether true false none null`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** The words of a text that are no stop words, in lower case and in order. */
export function contentWords(text: string): string[] {
  return (text.match(/[A-Za-z][A-Za-z0-9_'-]*/g) ?? [])
    .map((word) => word.toLowerCase().replace(/'s$|['-]+$/g, ""))
    .filter((word) => word.length > 1 && !STOP.has(word));
}

const MOST = 12;
const LONGEST_PHRASE = 3;

/** Noun phrases of a request: runs of up to three content words that no stop word and no sign breaks, each once, in order. */
export function domainConcepts(text: string): string[] {
  const found = new Set<string>();
  for (const part of text.split(/[^\w\s'-]+|\n\s*\n|\d+/)) {
    let run: string[] = [];
    const flush = () => {
      if (run.length > 0 && run.length <= LONGEST_PHRASE) found.add(run.join(" "));
      run = [];
    };
    for (const word of part.split(/\s+/)) {
      const [content] = contentWords(word);
      if (content === undefined) flush();
      else run.push(content);
    }
    flush();
  }
  return [...found].slice(0, MOST);
}
