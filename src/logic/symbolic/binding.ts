import type { Expression } from "../../ir/expression/ast.ts";
import { equal } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { itemsOf } from "./iterate.ts";
import type { Scope } from "./translate.ts";
import { certain, type Ending, inOrder, map, raises, type Symbolic, unless } from "./value.ts";

/** A scope in which more names are bound; `old` sees them too. */
export function extended(scope: Scope, names: ReadonlyMap<string, Symbolic>): Scope {
  const extend = (outer: Scope): Scope => ({
    lookup: (name) => names.get(name) ?? outer.lookup(name),
    binds: (name) => names.has(name) || outer.binds(name),
    old: outer.old === null ? null : extend(outer.old),
    fresh: outer.fresh,
  });
  return extend(scope);
}

/** Binds the target of a `for` clause, an assignment or a lambda's parameter: a name, or names that the items of the value are unpacked to. */
export function bind(target: Expression, value: Symbolic, scope: Scope): Ending & { scope: Scope } {
  const names = new Map<string, Symbolic>();
  const ending = unpack(target, value, names);
  return { scope: extended(scope, names), ...ending };
}

function unpack(target: Expression, value: Symbolic, names: Map<string, Symbolic>): Ending {
  if (target.kind === "name") {
    names.set(target.name, value);
    return inOrder();
  }
  if (target.kind !== "tuple" && target.kind !== "list") throw new UnsupportedConstruct("unpacking");
  const { items: parts } = target;
  if (parts.some(({ kind }) => kind === "starred")) throw new UnsupportedConstruct("starred");
  const lengths = map(value, (whole) => {
    const items = itemsOf(whole);
    if (items === null) return raises("TypeError");
    if (items.kind === "fixed") return items.items.length === parts.length ? certain([]) : raises("ValueError");
    return unless("ValueError", equal(items.length, String(parts.length)), []);
  });
  const endings: Ending[] = [lengths];
  for (const [position, part] of parts.entries()) {
    const field = map(value, (whole) => {
      const items = itemsOf(whole);
      if (items === null) return raises("TypeError");
      return items.kind === "fixed" ? (items.items[position] ?? raises("ValueError")) : items.at(String(position));
    });
    endings.push(unpack(part, field.value, names));
  }
  return inOrder(...endings);
}
