import { bindingsOf } from "../facts/bindings.ts";
import { docstringOf } from "../facts/docstring.ts";
import { type DocField, docFields } from "../facts/docstring-fields.ts";
import { annotationFrom } from "../facts/docstring-type.ts";
import type { PythonFunction, PythonModule } from "../module.ts";

export interface DocumentedValue {
  description: string | null;
  /** The documented type as an annotation, and the field it is from; null when there is none that reads as one. */
  type: { annotation: string; field: DocField } | null;
}

export interface DocumentedSignature {
  parameters: Map<string, DocumentedValue>;
  returns: DocumentedValue;
}

/** What the docstring says of parameters and of the result. A type that does not read as a Python annotation stays in the description. */
export function documentedSignature(module: PythonModule, fn: PythonFunction): DocumentedSignature {
  const documented: DocumentedSignature = { parameters: new Map(), returns: { description: null, type: null } };
  const docstring = docstringOf(module, fn.node);
  if (!docstring) return documented;
  const isType = (name: string) => knowsType(module, name);
  for (const field of docFields(docstring).fields) {
    if (field.role === "parameter" && field.name !== null) {
      const value = documented.parameters.get(field.name) ?? { description: null, type: null };
      documented.parameters.set(field.name, addTo(value, field, isType));
    } else if (field.role === "returns") documented.returns = addTo(documented.returns, field, isType);
  }
  return documented;
}

function addTo(value: DocumentedValue, field: DocField, isType: (name: string) => boolean): DocumentedValue {
  const annotation = field.type === null ? null : annotationFrom(field.type, isType);
  const unread = field.type !== null && annotation === null ? `(${field.type})` : "";
  const description = [unread, field.text].filter((part) => part !== "").join(" ");
  return {
    description: [value.description, description].filter((part) => part).join(" ") || null,
    type: value.type ?? (annotation === null ? null : { annotation, field }),
  };
}

/** Names that the standard typing vocabulary gives to types; they are understood in docstrings without import. */
const TYPING =
  /^(?:Any|Callable|Collection|Container|Coroutine|Dict|FrozenSet|Generator|Hashable|Iterable|Iterator|List|Mapping|MutableMapping|MutableSequence|MutableSet|Optional|Sequence|Set|Sized|Tuple|Type|Union|Awaitable|AsyncIterator|AsyncIterable|AsyncGenerator|Path|Decimal|Fraction)$/;

/** True when a name in a docstring is a class of this file, an imported name, or one of the typing vocabulary. */
function knowsType(module: PythonModule, name: string): boolean {
  const head = name.split(".")[0] ?? name;
  const { imports, defined } = bindingsOf(module);
  if (name !== head) return imports.has(head);
  return TYPING.test(name) || (/^[A-Z]/.test(name) && (imports.has(name) || defined.has(name)));
}
