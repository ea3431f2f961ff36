import type { PythonFunction } from "../module.ts";
import { walkNodes } from "../parse-walk.ts";
import { writtenParameters } from "../signature/parameters.ts";
import { wordsOf } from "./names.ts";

/** Words that say what is done, or nothing about the domain. */
const NOT_CONCEPTS = new Set([
  ...[
    "self",
    "cls",
    "args",
    "kwargs",
    "arg",
    "kwarg",
    "the",
    "and",
    "for",
    "from",
    "with",
    "not",
    "has",
    "are",
    "was",
    "can",
  ],
  ...[
    "get",
    "set",
    "add",
    "del",
    "delete",
    "remove",
    "make",
    "create",
    "build",
    "compute",
    "calculate",
    "find",
    "run",
    "main",
  ],
  ...[
    "parse",
    "read",
    "write",
    "load",
    "save",
    "open",
    "close",
    "check",
    "test",
    "validate",
    "convert",
    "update",
    "handle",
  ],
  ...[
    "init",
    "new",
    "call",
    "repr",
    "str",
    "int",
    "float",
    "bool",
    "list",
    "dict",
    "tuple",
    "bytes",
    "none",
    "any",
    "all",
  ],
  ...[
    "optional",
    "union",
    "sequence",
    "iterable",
    "mapping",
    "callable",
    "iterator",
    "type",
    "types",
    "typing",
    "object",
  ],
  ...[
    "value",
    "values",
    "val",
    "item",
    "items",
    "data",
    "obj",
    "result",
    "name",
    "key",
    "func",
    "function",
    "tmp",
    "other",
  ],
  ...["enter", "exit", "iter", "next", "len", "eq", "hash", "should", "must", "into", "out", "use", "using", "default"],
]);

const MOST = 12;

/** Words of the domain in a function's identifiers: its name, its class, its parameters and the types of their annotations, in that order. */
export function domainConcepts({ node, outline }: PythonFunction): string[] {
  const identifiers = [outline.name, ...(outline.class_name?.split(".").filter((part) => part !== "<locals>") ?? [])];
  if (node.nodeType !== "Module") {
    const parameters = writtenParameters(node.args);
    identifiers.push(...parameters.map(({ arg }) => arg.arg));
    for (const annotation of [...parameters.map(({ arg }) => arg.annotation), node.returns]) {
      if (!annotation) continue;
      for (const inner of walkNodes(annotation)) {
        if (inner.nodeType === "Name") identifiers.push(inner.id);
        else if (inner.nodeType === "Attribute") identifiers.push(inner.attr);
      }
    }
  }
  const words = identifiers
    .flatMap(wordsOf)
    .filter((word) => word.length > 2 && !/^\d+$/.test(word) && !NOT_CONCEPTS.has(word));
  return [...new Set(words)].slice(0, MOST);
}
