import { variantsOf } from "../holes/variants.ts";
import { choose, draw } from "./random.ts";

/** A part of a contract that is hidden behind a hole: the function, the hole's subject, and what stands there. */
export interface HiddenPart {
  name: string;
  subject: string;
  kind: "condition" | "type";
  truth: string;
}

export interface SimulatedSuggestion {
  value: string;
  rationale: string;
  confidence: number;
}

const CONFIDENCES = [0.8, 0.6, 0.4] as const;
const TYPES = ["int", "float", "str", "bool", "bytes", "list[int]", "list[str]", "dict[str, int]", "tuple[int, int]"];

/** What is hidden from the system under test and known to the simulated model, while somebody asks about it. */
export class HiddenParts {
  readonly #parts = new Map<string, HiddenPart>();
  readonly #turns = new Map<string, Promise<unknown>>();
  #asked = 0;
  readonly #found = [0, 0, 0];

  /** Runs `work` while the model knows the part. Two parts in the same place of functions of the same name wait for each other. */
  async during<Result>(part: HiddenPart, work: () => Promise<Result>): Promise<Result> {
    const key = keyOf(part.name, part.subject);
    const before = this.#turns.get(key) ?? Promise.resolve();
    const own = before.then(async () => {
      this.#parts.set(key, part);
      try {
        return await work();
      } finally {
        this.#parts.delete(key);
      }
    });
    this.#turns.set(
      key,
      own.catch(() => undefined),
    );
    return own;
  }

  /** Three suggestions, each of which is the hidden part with the given probability unless one before it is; none where nothing is known. The others are the part with one operator or constant changed, or other types. */
  suggest(name: string, subject: string, accuracy: number, ...of: readonly unknown[]): SimulatedSuggestion[] {
    const part = this.#parts.get(keyOf(name, subject));
    if (part === undefined) return [];
    const right = CONFIDENCES.findIndex((_, index) => draw("suggestion", index, ...of) < accuracy);
    this.#asked += 1;
    if (right >= 0) this.#found[right] = (this.#found[right] ?? 0) + 1;
    const wrong = wrongParts(part).toSorted((a, b) => draw(a, ...of) - draw(b, ...of));
    return CONFIDENCES.flatMap((confidence, index) => {
      const value = index === right ? part.truth : wrong[index];
      return value === undefined ? [] : [{ value, rationale: choose(REASONS, value, ...of) ?? "", confidence }];
    });
  }

  /** How often the model was asked about a hidden part, and was right at once or within three. */
  score(): { asked: number; top1: number; top3: number } {
    const [first = 0, ...later] = this.#found;
    return { asked: this.#asked, top1: first, top3: later.reduce((sum, count) => sum + count, first) };
  }
}

const REASONS = ["The name suggests it.", "Callers of such functions rely on it.", "It is usual."];

const keyOf = (name: string, subject: string): string => JSON.stringify([name, subject]);

function wrongParts({ kind, truth }: HiddenPart): string[] {
  if (kind === "type") return TYPES.filter((type) => type !== truth);
  return [...variantsOf(truth), `not (${truth})`, `(${truth}) or True`];
}
