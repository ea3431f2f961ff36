import type { PythonFunction } from "../module.ts";

/** Words of an identifier in snake case, camel case or both: `parseHTTPRequest_body` is `parse`, `http`, `request`, `body`. */
export function wordsOf(identifier: string): string[] {
  return identifier
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1_$2")
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1_$2")
    .split("_")
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

/** What the special methods are for (Python reference, 3.3). `{}` stands for the class. */
const SPECIAL = new Map(
  Object.entries({
    __init__: "Initialise a {}",
    __new__: "Create a {}",
    __del__: "Clean up a {} before it is destroyed",
    __repr__: "Represent a {} for developers",
    __str__: "Represent a {} as text",
    __bytes__: "Represent a {} as bytes",
    __format__: "Format a {}",
    __hash__: "Hash a {}",
    __bool__: "Tell whether a {} counts as true",
    __len__: "Give the length of a {}",
    __iter__: "Iterate over a {}",
    __next__: "Give the next item of a {}",
    __reversed__: "Iterate over a {} in reverse",
    __contains__: "Tell whether a {} contains an item",
    __getitem__: "Get an item of a {}",
    __setitem__: "Set an item of a {}",
    __delitem__: "Delete an item of a {}",
    __missing__: "Give the item of a {} for a missing key",
    __getattr__: "Get an attribute that a {} does not have",
    __getattribute__: "Get any attribute of a {}",
    __setattr__: "Set an attribute of a {}",
    __delattr__: "Delete an attribute of a {}",
    __call__: "Call a {}",
    __enter__: "Enter the context of a {}",
    __exit__: "Leave the context of a {}",
    __aenter__: "Enter the asynchronous context of a {}",
    __aexit__: "Leave the asynchronous context of a {}",
    __aiter__: "Iterate asynchronously over a {}",
    __anext__: "Give the next item of a {} asynchronously",
    __await__: "Wait for a {}",
    __eq__: "Tell whether a {} equals another object",
    __ne__: "Tell whether a {} differs from another object",
    __lt__: "Tell whether a {} is less than another object",
    __le__: "Tell whether a {} is less than or equal to another object",
    __gt__: "Tell whether a {} is greater than another object",
    __ge__: "Tell whether a {} is greater than or equal to another object",
    __add__: "Add to a {}",
    __sub__: "Subtract from a {}",
    __mul__: "Multiply a {}",
    __truediv__: "Divide a {}",
    __floordiv__: "Divide a {}, rounding down",
    __mod__: "Take the remainder of dividing a {}",
    __pow__: "Raise a {} to a power",
    __matmul__: "Multiply a {} as a matrix",
    __and__: "Combine a {} with another by and",
    __or__: "Combine a {} with another by or",
    __xor__: "Combine a {} with another by exclusive or",
    __neg__: "Negate a {}",
    __pos__: "Take a {} with its sign",
    __abs__: "Take the absolute value of a {}",
    __invert__: "Invert a {}",
    __int__: "Convert a {} to an integer",
    __float__: "Convert a {} to a float",
    __complex__: "Convert a {} to a complex number",
    __index__: "Convert a {} to an index",
    __round__: "Round a {}",
    __copy__: "Copy a {}",
    __deepcopy__: "Copy a {} with all it holds",
    __reduce__: "Reduce a {} for pickling",
    __getstate__: "Give the state of a {} for pickling",
    __setstate__: "Restore the state of a {} from a pickle",
    __post_init__: "Complete a {} after its fields are set",
    __init_subclass__: "Prepare a new subclass of {}",
    __class_getitem__: "Parametrise the generic class {}",
    __set_name__: "Learn the name under which a {} is an attribute",
    __get__: "Get the value that a {} describes",
    __set__: "Set the value that a {} describes",
    __delete__: "Delete the value that a {} describes",
  }),
);

/**
 * A summary read from the name alone, with how far it can be trusted: what a special method is for is fixed by the language, a phrase of several
 * words says something, a single word little. Never as much as a docstring.
 */
export function summaryFromName(fn: PythonFunction): { summary: string; confidence: number; rule: string } {
  const { name, class_name } = fn.outline;
  if (fn.outline.kind === "module_body") return { summary: "Run the module", confidence: 0.5, rule: "name-module" };
  const className = class_name?.split(".").at(-1) ?? "object";
  const special = SPECIAL.get(name);
  if (special) return { summary: special.replace("{}", className), confidence: 0.65, rule: "name-special" };
  const words = wordsOf(name);
  const [first = "", ...rest] = words;
  const object = rest.join(" ");
  if (object !== "" && ["is", "are", "was"].includes(first)) return phrase(`Tell whether it ${first} ${object}`);
  if (object !== "" && first === "has") return phrase(`Tell whether it has ${object}`);
  if (object !== "" && ["can", "should", "needs", "must"].includes(first))
    return phrase(`Tell whether it ${first} ${object}`);
  if (object !== "" && ["to", "as"].includes(first)) return phrase(`Convert to ${object}`);
  if (object !== "" && first === "from") return phrase(`Create from ${object}`);
  if (object !== "" && first === "on") return phrase(`React to ${object}`);
  const text = words.join(" ");
  const summary = text === "" ? name : text.charAt(0).toUpperCase() + text.slice(1);
  return words.length > 1 ? phrase(summary) : { summary, confidence: 0.4, rule: "name-word" };
}

function phrase(summary: string) {
  return { summary, confidence: 0.55, rule: "name-phrase" };
}
