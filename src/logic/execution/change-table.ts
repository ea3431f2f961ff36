import { emptySet } from "../symbolic/codec.ts";
import { type DictValue, withItem, withoutItem } from "../symbolic/dict.ts";
import type { Fresh } from "../symbolic/fresh.ts";
import { keyType } from "../symbolic/key.ts";
import { asSet, type SetValue, withMember, withoutMember } from "../symbolic/set.ts";
import { certain, type Meaning, type Pure, pure, type Symbolic } from "../symbolic/value.ts";
import { UnsupportedConstruct } from "../unsupported.ts";

/**
 * What a change of an object means, in expressions over `self` (the object before) and the arguments. Of several changes the first counts whose
 * `when` holds. `check` is evaluated first and may raise; `result` is what the call answers; `after` is the object's new content, as an expression
 * or worked out from the values; `reading` says it where `after` does not.
 */
export interface Change {
  parameters: string[];
  when?: string;
  check?: string;
  result?: string;
  after: string | ((self: Pure, operands: Symbolic[], fresh: Fresh) => Meaning);
  reading?: string;
  /** The object holds its arguments from now on, and not only their items. */
  holds?: true;
}

/** `[]=` is `self[i] = x`, `[:]=` is `self[i:j] = xs` with bounds that may be None. */
type Changes = Record<string, Change[]>;

const LIST: Changes = {
  append: [{ parameters: ["x"], after: "self + [x]", holds: true }],
  extend: [{ parameters: ["xs"], after: "self + list(xs)" }],
  insert: [{ parameters: ["i", "x"], after: "self[:i] + [x] + self[i:]", holds: true }],
  pop: [
    { parameters: [], result: "self[-1]", after: "self[:-1]" },
    { parameters: ["i"], result: "self[i]", after: "self[:i] + self[i:][1:]" },
  ],
  remove: [{ parameters: ["x"], check: "self.index(x)", after: "self[:self.index(x)] + self[self.index(x) + 1:]" }],
  clear: [{ parameters: [], after: "self[:0]" }],
  reverse: [{ parameters: [], after: "self[::-1]" }],
  sort: [{ parameters: [], after: "sorted(self)" }],
  "[]=": [{ parameters: ["i", "x"], check: "self[i]", after: "self[:i] + [x] + self[i:][1:]", holds: true }],
  "del []": [{ parameters: ["i"], check: "self[i]", after: "self[:i] + self[i:][1:]" }],
  "[:]=": [
    { parameters: ["i", "j", "xs"], when: "j is None", after: "self[:i] + list(xs)" },
    { parameters: ["i", "j", "xs"], when: "i is None", after: "list(xs) + self[j:]" },
    // The end is never before the start.
    { parameters: ["i", "j", "xs"], after: "self[:i] + list(xs) + self[max(len(self[:i]), len(self[:j])):]" },
  ],
  "+=": [{ parameters: ["xs"], after: "self + list(xs)" }],
  "*=": [{ parameters: ["n"], after: "self * n" }],
};

const onDict =
  (change: (self: DictValue, operands: Symbolic[]) => Meaning) =>
  (self: Pure, operands: Symbolic[]): Meaning => {
    if (self.kind !== "dict") throw new UnsupportedConstruct("mutation");
    return change(self, operands);
  };

const stored = onDict((self, [key = [], value = []]) => withItem(self, key, value));
const dropped = onDict((self, [key = []]) => withoutItem(self, key));
const WITHOUT = "{a: b for a, b in self.items() if a != k}";

const DICT: Changes = {
  "[]=": [{ parameters: ["k", "x"], after: stored, reading: "self | {k: x}", holds: true }],
  "del []": [{ parameters: ["k"], after: dropped, reading: WITHOUT }],
  pop: [
    { parameters: ["k"], result: "self[k]", after: dropped, reading: WITHOUT },
    { parameters: ["k", "d"], when: "k in self", result: "self[k]", after: dropped, reading: WITHOUT },
    { parameters: ["k", "d"], result: "d", after: onDict((self) => certain(pure(self))), reading: "self" },
  ],
  setdefault: [
    {
      parameters: ["k", "d"],
      when: "k in self",
      result: "self[k]",
      after: onDict((self) => certain(pure(self))),
      reading: "self",
    },
    { parameters: ["k", "d"], result: "d", after: stored, reading: "self | {k: d}", holds: true },
  ],
  clear: [{ parameters: [], after: onDict(() => certain(pure({ kind: "dict", of: null }))), reading: "{}" }],
  update: [{ parameters: ["other"], after: "self | other" }],
  "|=": [{ parameters: ["other"], after: "self | other" }],
};

const onSet =
  (change: (self: SetValue, item: Symbolic) => Meaning) =>
  (self: Pure, [item = []]: Symbolic[], fresh: Fresh): Meaning =>
    change(asSet(self, fresh) ?? emptySet(keyType(item)), item);

const SET: Changes = {
  add: [{ parameters: ["x"], after: onSet(withMember), reading: "self | {x}" }],
  discard: [
    { parameters: ["x"], after: onSet((self, item) => withoutMember(self, item, "discard")), reading: "self - {x}" },
  ],
  remove: [
    { parameters: ["x"], after: onSet((self, item) => withoutMember(self, item, "remove")), reading: "self - {x}" },
  ],
  update: [{ parameters: ["xs"], after: "self | set(xs)" }],
  difference_update: [{ parameters: ["xs"], after: "self - set(xs)" }],
  intersection_update: [{ parameters: ["xs"], after: "self & set(xs)" }],
  clear: [
    {
      parameters: [],
      after: (): Meaning => certain(pure({ kind: "fixed", flavour: "set", items: [] })),
      reading: "set()",
    },
  ],
  "|=": [{ parameters: ["xs"], after: "self | xs" }],
  "&=": [{ parameters: ["xs"], after: "self & xs" }],
  "-=": [{ parameters: ["xs"], after: "self - xs" }],
  "^=": [{ parameters: ["xs"], after: "self ^ xs" }],
};

export const CHANGES = { list: LIST, dict: DICT, set: SET };
export type Container = keyof typeof CHANGES;

/** Which collection a value is, None aside; null for others, and where that is not known. */
export function containerOf(value: Symbolic): Container | null {
  const kinds = new Set(
    value
      .filter(({ value: one }) => one.kind !== "none")
      .map(({ value: one }) => (one.kind === "sequence" || one.kind === "fixed" ? one.flavour : one.kind)),
  );
  const [only, ...others] = kinds;
  return others.length === 0 && (only === "list" || only === "dict" || only === "set") ? only : null;
}

/** Methods that change their object. */
export const MUTATING: ReadonlySet<string> = new Set([
  ...Object.values(CHANGES).flatMap((changes) => Object.keys(changes).filter((name) => /^\w+$/.test(name))),
  ...["popitem", "symmetric_difference_update"],
]);
