import type { Gap } from "./gap.ts";
import { reading } from "./gap.ts";

/** Words that name a degree, a distance or a quality without saying which, with two ways in which they are meant. */
const VAGUE: readonly { pattern: RegExp; question: string; readings: readonly [string, string] }[] = [
  {
    pattern: /(?<!\bhow )\b(?:large|big|huge|high|long|tall|heavy|small|tiny|low|short)\b(?! (?:list|int|integer)\b)/i,
    question: 'From which value on is something "{}"?',
    readings: ["compared with a fixed limit, which counts itself", "compared with the average of all values"],
  },
  {
    pattern: /\b(?:near|nearby|similar|alike)\b|\bclose(?= to\b)/i,
    question: 'How is it measured what is "{}"?',
    readings: ["by the absolute difference, up to a fixed limit", "by the difference relative to the larger value"],
  },
  {
    pattern: /\b(?:approximately|roughly|around|nearly|almost)\b/i,
    question: 'What tolerance does "{}" allow?',
    readings: ["an absolute difference below 1e-06", "a relative difference below 1 %"],
  },
  {
    pattern: /(?<!\bhow )\b(?:few|several|many|enough)\b/i,
    question: 'How many are "{}"?',
    readings: ["more than one", "at least three"],
  },
  {
    pattern: /\b(?:recent|recently|old|new|soon|late|early)\b/i,
    question: 'Up to which age is something "{}"?',
    readings: ["measured from the time of the call", "measured from the latest value of the input"],
  },
  {
    pattern: /\b(?:valid|invalid|proper|appropriate|reasonable|suitable|special)\b/i,
    question: 'When exactly is something "{}"?',
    readings: ["when it has the form that the type asks for", "when it also lies in the range that callers expect"],
  },
  {
    pattern: /\b(?:usually|often|sometimes|if (?:possible|necessary|needed)|as (?:appropriate|needed))\b/i,
    question: 'When exactly does "{}" apply?',
    readings: ["always when it can be done", "only when the caller asks for it"],
  },
  {
    pattern: /\b(?:fast|efficient|efficiently|quickly)\b/i,
    question: 'Which bound does "{}" mean?',
    readings: ["time that grows linearly with the input", "time that grows as n log n"],
  },
  {
    pattern: /\b(?:etc|and so on|and the like)\b/i,
    question: 'What else does "{}" include?',
    readings: ["only what is listed", "everything of the kind that is listed"],
  },
];

const MOST = 5;

/** Words of a text that need a definition before anybody can check the result; each is asked about once. */
export function vagueWords(text: string): Gap[] {
  const found = new Map<string, Gap>();
  for (const { pattern, question, readings } of VAGUE) {
    for (const match of text.matchAll(new RegExp(pattern, "gi"))) {
      const word = match[0].toLowerCase();
      if (found.has(word)) continue;
      found.set(word, {
        clause: "intent",
        kind: "term",
        subject: word,
        type_hint: "str",
        description: question.replace("{}", word),
        context: `In "${sentenceAround(text, match.index)}". Two people who read it differently accept different results.`,
        priority: "medium",
        suggestions: readings.map((value) => reading(value, "One way in which the word is used.", 0.3)),
      });
    }
  }
  return [...found.values()].slice(0, MOST);
}

/** The sentence of a place, cut to what a question bears. */
function sentenceAround(text: string, index: number): string {
  const start = Math.max(text.lastIndexOf(".", index - 1), text.lastIndexOf("\n", index - 1)) + 1;
  const ends = [text.indexOf(".", index), text.indexOf("\n", index)].filter((end) => end >= 0);
  return text
    .slice(start, Math.min(...ends, text.length))
    .trim()
    .slice(0, 300);
}
