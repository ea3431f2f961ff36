import type { Expression } from "../../ir/expression/ast.ts";
import type { Category, Choice } from "./entry.ts";
import type { Type } from "./types.ts";

/** A parameter that words introduce or refer back to. */
export interface Mention {
  /** The placeholder in expressions; unique in the prose. */
  id: string;
  /** Where it stands: a character offset, then the order within a phrase that introduces several. */
  position: number;
  rank: number;
  /** The name that the prose fixes. */
  name: string | null;
  /** What the words call it, as a suggestion for a name. */
  label: string;
  type: Type;
  /** True when the words may refer to a parameter that was introduced before. */
  definite: boolean;
}

/** A phrase of the prose with one meaning. */
export interface Constituent {
  category: Category;
  /** Token range. */
  start: number;
  end: number;
  types: readonly Type[];
  parts: Readonly<Record<string, Expression>>;
  mentions: readonly Mention[];
  cost: number;
  label: string;
  /** Of the rules that read its words in one of several ways. */
  choices: readonly Choice[];
}
