import type { ComprehensionKind } from "./comprehensions.ts";
import type { Idiom } from "./idiom.ts";
import type { Type } from "./types.ts";
import type { Value } from "./values.ts";

/** How a program computes its value. */
export type Form =
  | { kind: "parameter"; name: string }
  /** `mentioned`: the request names the value. */
  | { kind: "constant"; value: Value; mentioned: boolean }
  | { kind: "apply"; idiom: Idiom; arguments: readonly Entry[] }
  | {
      kind: "comprehension";
      comprehension: ComprehensionKind;
      source: Entry;
      binders: readonly string[];
      element: Entry | null;
      condition: Entry | null;
    }
  | { kind: "choice"; condition: Entry; then: Entry; otherwise: Entry };

/** A program with what it gives on every row of its bank. */
export interface Entry {
  type: Type;
  cost: number;
  values: readonly Value[];
  form: Form;
  /** No parameter and no variable occurs in it. */
  constant: boolean;
  /** The variable of the comprehension it stands in occurs in it. */
  bound: boolean;
}

/** The program and all its parts, itself first. */
export function partsOf(entry: Entry): Entry[] {
  const { form } = entry;
  switch (form.kind) {
    case "apply":
      return [entry, ...form.arguments.flatMap(partsOf)];
    case "comprehension":
      return [
        entry,
        ...[form.source, form.element, form.condition].flatMap((part) => (part === null ? [] : partsOf(part))),
      ];
    case "choice":
      return [entry, ...[form.condition, form.then, form.otherwise].flatMap(partsOf)];
    default:
      return [entry];
  }
}
