import type { Builtin } from "./builtin.ts";
import { COLLECTION_BUILTINS } from "./collection.ts";
import { FOLD_BUILTINS } from "./fold.ts";
import { INSTANCE_BUILTINS } from "./instance.ts";
import { NUMBER_BUILTINS } from "./number.ts";

/** Every built-in function with a meaning, by name. */
export const BUILTINS: Readonly<Record<string, Builtin>> = {
  ...NUMBER_BUILTINS,
  ...COLLECTION_BUILTINS,
  ...FOLD_BUILTINS,
  ...INSTANCE_BUILTINS,
};
