import type { Ambiguity } from "../../signatures/facts.ts";

/** Words that name a degree, a distance or a quality without saying which. */
const VAGUE: readonly [RegExp, string][] = [
  [/(?<!\bhow )\b(?:large|big|huge|small|tiny|high|low|long|short)\b/i, 'From which value on is something "{}"?'],
  [
    /\b(?:close|near|nearby|nearest|closest|similar|alike)\b/i,
    'How is it measured what is "{}", and which one counts on a tie?',
  ],
  [/\b(?:approximately|roughly|around|nearly|almost)\b/i, 'What tolerance does "{}" allow?'],
  [/(?<!\bhow )\b(?:few|several|many|enough)\b/i, 'How many are "{}"?'],
  [/\b(?:valid|invalid|proper|appropriate|reasonable|correct|suitable|special)\b/i, 'When exactly is something "{}"?'],
  [
    /\b(?:usually|often|sometimes|if (?:possible|necessary|needed)|as (?:appropriate|needed))\b/i,
    'When exactly does "{}" apply?',
  ],
  [/\b(?:fast|efficient|efficiently|quickly|optimal|optimally)\b/i, 'Which bound on time or space does "{}" mean?'],
  [/\b(?:etc|and so on|and the like)\b/i, 'What else does "{}" include?'],
];

const MOST = 5;

/** Words of what was not understood that need a definition before anybody can check the result. Each word is asked about once. */
export function vagueWords(unread: readonly string[]): Ambiguity[] {
  const found = new Map<string, Ambiguity>();
  for (const text of unread) {
    for (const [pattern, question] of VAGUE) {
      const word = pattern.exec(text)?.[0].toLowerCase();
      if (word === undefined || found.has(word)) continue;
      found.set(word, {
        clause: "intent",
        kind: "term",
        subject: word,
        question: question.replace("{}", word),
        type_hint: "str",
        readings: [],
      });
    }
  }
  return [...found.values()].slice(0, MOST);
}
