import type { Form, Term } from "./candidate.ts";
import { isNamed } from "./named-quantities.ts";

/** What is asked of one text that comes in. */
export const ofText = ({ text, name }: Term): Form[] => [
  [`len(${text}) > 0`, 9, "There is something to work on.", "nonempty"],
  [`len(${text}) == 1`, isNamed(name, "text") ? 20 : 0.8, "It is one character.", "character char"],
  [`${text}.isdigit()`, 1.2, "It is made of digits.", "digit numeric"],
  [`${text}.isalpha()`, 1, "It is made of letters.", "letter alphabet"],
  [`${text}.islower()`, 1, "It is in lower case.", "lower lowercase"],
  [`${text}.isupper()`, 0.5, "It is in upper case.", "upper uppercase"],
  [`${text}.isalnum()`, 0.5, "It is made of letters and digits."],
  [`${text}.isidentifier()`, 0.3, "It is a name.", "identifier"],
  [`${text} == ${text}.strip()`, 0.6, "It has no blanks around it.", "strip trim"],
  [`'\\n' not in ${text}`, /line|row|text|token/.test(name) ? 4 : 0.8, "It is one line.", "line"],
  [`' ' not in ${text}`, 0.5, "It is one word."],
  [`not ${text}.endswith('\\n')`, 0.3, "It has no newline at its end."],
  [`all(c in '01' for c in ${text})`, 0.4, "It is binary.", "binary bit"],
  [`all(c in '()' for c in ${text})`, 0.2, "It is made of parentheses.", "paren bracket"],
];

/** What is said of a text that is returned. */
export const ofResultText = ({ text }: Term): Form[] => [
  [`len(${text}) > 0`, 6, "There is always something in it."],
  [`${text}.endswith('\\n')`, 1.5, "It ends with a newline.", "generate render file dump"],
  [`'\\n' not in ${text}`, 0.6, "It is one line.", "line"],
  [`${text} == ${text}.strip()`, 0.6, "It has no blanks around it.", "strip trim"],
  [`${text}.islower()`, 0.3, "It is in lower case.", "lower"],
  [`${text} == ${text}.lower()`, 0.5, "It is in lower case.", "lower"],
  [`${text} == ${text}.upper()`, 0.4, "It is in upper case.", "upper"],
  [`' ' not in ${text}`, 0.5, "It has no blanks.", "space blank whitespace"],
  [`all(c in '01' for c in ${text})`, 0.4, "It is binary.", "binary bit xor"],
];
