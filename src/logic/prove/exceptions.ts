import type { Expression } from "../../ir/expression/ast.ts";
import { BUILTIN_EXCEPTIONS, EXCEPTION_ALIASES } from "../../python/effects/library/exceptions.ts";
import type { PythonModule } from "../../python/module.ts";

/** Whether an exception of class `raised` (null when it is not known which) is one of class `named`; null when that cannot be told. */
export type IsSubclass = (raised: string | null, named: string) => boolean | null;

/** Classes through which a base is looked for. */
const MAX_ANCESTORS = 200;

/** CPython's exception hierarchy and the module's own classes, by name. A module's class hides the built-in one of its name. */
export function exceptionHierarchy(module: PythonModule): IsSubclass {
  const own = new Map<string, (string | null)[]>();
  const ambiguous = new Set<string>();
  for (const { qualified_name: name, node } of module.classes) {
    if (own.has(name)) ambiguous.add(name);
    own.set(
      name,
      node.bases.map((base) => (base.nodeType === "Name" ? base.id : null)),
    );
  }
  const basesOf = (name: string): (string | null)[] => {
    if (ambiguous.has(name)) return [null];
    const bases = own.get(name);
    if (bases !== undefined) return bases;
    const builtin = BUILTIN_EXCEPTIONS.get(name);
    return builtin === undefined ? (name === "object" ? [] : [null]) : [builtin];
  };
  const real = (name: string) => (own.has(name) ? name : (EXCEPTION_ALIASES.get(name) ?? name));

  return (raised, named) => {
    const wanted = real(named);
    if (wanted === "BaseException" && !own.has(wanted)) return true;
    if (raised === null) return null;
    const seen = new Set<string>();
    const pending: (string | null)[] = [real(raised)];
    let certain = true;
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next === null) certain = false;
      else if (next === wanted) return true;
      else if (!seen.has(next)) {
        if (seen.size >= MAX_ANCESTORS) return null;
        seen.add(next);
        pending.push(...basesOf(next).map((base) => (base === null ? null : real(base))));
      }
    }
    // A class of which the named one may be an alias, or which is not defined here, may be any of them.
    return certain && (own.has(wanted) || BUILTIN_EXCEPTIONS.has(wanted)) && !ambiguous.has(wanted) ? false : null;
  };
}

/** The classes that `raises(...)` names: a class or a tuple of them; null for anything else. */
export function classesNamed(exception: Expression): string[] | null {
  const names = (exception.kind === "tuple" ? exception.items : [exception]).map(nameOf);
  const known = names.filter((name) => name !== null);
  return known.length === names.length ? known : null;
}

function nameOf(expression: Expression): string | null {
  if (expression.kind === "name") return expression.name;
  return null;
}
