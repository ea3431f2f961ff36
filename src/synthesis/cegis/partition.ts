import type { SygusProblem, Target } from "../sygus/problem.ts";
import { subterms, type Term } from "../term/term.ts";

/** Functions that constraints tie together, with those constraints. */
export interface Part {
  targets: readonly Target[];
  constraints: readonly Term[];
}

/** The independent parts of a problem; constraints that speak of no function are in `closed`. */
export function partition({ targets, constraints }: Pick<SygusProblem, "targets" | "constraints">): {
  parts: Part[];
  closed: Term[];
} {
  const groups = new Map(targets.map(({ name }) => [name, new Set([name])]));
  const closed: Term[] = [];
  const owned: { names: string[]; constraint: Term }[] = [];
  for (const constraint of constraints.flatMap(conjuncts)) {
    const names = calleesOf(constraint).filter((name) => groups.has(name));
    if (names.length === 0) {
      closed.push(constraint);
      continue;
    }
    owned.push({ names, constraint });
    const joined = new Set(names.flatMap((name) => [...(groups.get(name) ?? [])]));
    for (const name of joined) groups.set(name, joined);
  }
  const parts = [...new Set(groups.values())].map((group) => ({
    targets: targets.filter(({ name }) => group.has(name)),
    constraints: owned.filter(({ names }) => names.some((name) => group.has(name))).map(({ constraint }) => constraint),
  }));
  return { parts, closed };
}

export const conjuncts = (term: Term): Term[] =>
  term.kind === "apply" && term.operator === "and" ? term.operands.flatMap(conjuncts) : [term];

export const calleesOf = (term: Term): string[] => [
  ...new Set([...subterms(term)].flatMap((part) => (part.kind === "call" ? [part.callee] : []))),
];
