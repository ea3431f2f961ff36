import type { Expression } from "../../ir/expression/ast.ts";
import type { Execution, Path } from "../execution/execution.ts";
import { termReader } from "./from-term.ts";

/** What a path says in words: under which condition it is taken, and what it returns. Null where that cannot be said. */
export interface Readings {
  conditionOf: (path: Path) => Expression[] | null;
  resultOf: (path: Path) => Expression | null;
}

/** By the path's terms where they can be said, which leave nothing out; else by what the execution noted. */
export function readings(execution: Execution): Readings {
  const read = termReader(execution);
  const conditions = new Map<Path, Expression[] | null>();
  return {
    conditionOf: (path) => {
      const known = conditions.get(path);
      if (known !== undefined) return known;
      const parts = path.condition.map(read);
      const said = parts.filter((part) => part !== null);
      const found = said.length === parts.length ? said : path.reading.condition;
      conditions.set(path, found);
      return found;
    },
    resultOf: ({ outcome, reading }) => {
      if (reading.result !== null || outcome.kind === "raise") return reading.result;
      const [only, ...others] = outcome.value;
      if (only === undefined || others.length > 0) return null;
      const { value } = only;
      return value.kind === "int" || value.kind === "bool" || value.kind === "str" ? read(value.term) : null;
    },
  };
}
