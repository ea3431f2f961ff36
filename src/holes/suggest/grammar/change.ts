import { type PythonType, typeName } from "../../../logic/types/python-type.ts";
import type { Form, Term } from "./candidate.ts";
import { elementOf } from "./collection.ts";

const isMutable = ({ kind, ...type }: PythonType): boolean =>
  kind === "dict" || kind === "set" || (kind === "sequence" && "flavour" in type && type.flavour === "list");

/** What a call that returns nothing does to what it was given. */
export function ofChange(changed: Term, others: readonly Term[]): Form[] {
  if (!isMutable(changed.type)) return [];
  const xs = changed.text;
  const element = elementOf(changed.type);
  const isSequence = changed.type.kind === "sequence";
  const isOrdered = element !== null && ["int", "float", "str"].includes(element.kind);
  return [
    [`len(${xs}) == len(old(${xs})) + 1`, 2, `One is added to ${xs}.`, "add append insert push"],
    [`len(${xs}) == len(old(${xs})) - 1`, 0.8, `One is taken from ${xs}.`, "remove pop delete"],
    [`len(${xs}) == len(old(${xs}))`, 2, `${xs} stays as long as it is.`, "sort swap reverse shuffle update each"],
    [`len(${xs}) == 0`, 0.5, `${xs} is empty then.`, "clear empty"],
    ...(isSequence && isOrdered
      ? ([
          [`sorted(${xs}) == sorted(old(${xs}))`, 1, "Nothing is lost or new.", "sort swap reverse shuffle"],
          [`${xs} == sorted(old(${xs}))`, 0.6, `${xs} is in order then.`, "sort"],
          [`${xs} == old(${xs})[::-1]`, 0.3, `${xs} is backwards then.`, "reverse"],
        ] as const)
      : []),
    ...others.flatMap((other): Form[] =>
      element !== null && element.kind !== "opaque" && typeName(element) === typeName(other.type)
        ? [
            [`${other.text} in ${xs}`, 1, `${other.name} is in ${xs} then.`, "add append insert push"],
            [`${other.text} not in ${xs}`, 0.4, `${other.name} is not in ${xs} then.`, "remove delete"],
            ...(isSequence
              ? ([
                  [`${xs}[-1] == ${other.text}`, 0.8, `${other.name} comes last.`, "append push add"],
                  [`${xs} == old(${xs}) + [${other.text}]`, 0.6, `${other.name} comes last.`, "append push add"],
                ] as const)
              : []),
          ]
        : [],
    ),
  ];
}
