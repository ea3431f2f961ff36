import { type Entry, entry, request } from "../entry.ts";

const REMOVE = "remove|delete|drop|eliminate|discard|exclude";
const FROM = "(from|in|of)";
const LIST = "(element|item|number|value|integer)";
const FIRST_SEEN = "[x for i, x in enumerate(xs) if x not in xs[:i]]";

/** What is taken out of lists, tuples and sets. */
export const REMOVALS: readonly Entry[] = [
  // Removal.
  entry("S", `${REMOVE} {n:N[coll[E],E]} ${FROM} {xs:coll[E]}`, ["list[E]"], {
    v: "like(xs, [x for x in xs if not n.pred(x)])",
  }),
  entry("S", `${REMOVE} {n:N[coll[E],E]} ${FROM} {xs:coll[E]} {p:P[E]}`, ["list[E]"], {
    v: "like(xs, [x for x in xs if not (n.pred(x) and p(x))])",
  }),
  request(`${REMOVE} {e:T} ${FROM} {xs:seq[T]}`, "list[any]", "like(xs, [x for x in xs if x != e])", 30),
  request(
    `${REMOVE} (all)? (the)? occurrence of {e:T} ${FROM} {xs:seq[T]}`,
    "list[T]",
    "like(xs, [x for x in xs if x != e])",
    0,
  ),
  request(
    `${REMOVE} (the)? (duplicate|duplicates|repeated) (${LIST}|entry|tuple|word|string)? ${FROM} {xs:seq[key]} ((while)? (preserve|maintain|keep) (the)? (original)? order)?`,
    "list[T]",
    `like(xs, ${FIRST_SEEN})`,
    0,
  ),
  request(
    `${REMOVE} (consecutive|adjacent) duplicate (${LIST})? ${FROM} {xs:seq[T]}`,
    "list[T]",
    "[x for i, x in enumerate(xs) if i == 0 or x != xs[i - 1]]",
    0,
  ),
  request(
    `${REMOVE} (all)? consecutive duplicate (of {xs:seq[T]} | ${FROM} {xs:seq[T]})`,
    "list[T]",
    "[x for i, x in enumerate(xs) if i == 0 or x != xs[i - 1]]",
    0,
  ),
  request(`${REMOVE} (the)? first ${LIST} ${FROM} {xs:seq[T]}`, "list[T]", "xs[1:]", 0),
  request(`${REMOVE} (the)? last ${LIST} ${FROM} {xs:seq[T]}`, "list[T]", "xs[:-1]", 0),
  request(`${REMOVE} (the)? {k:O[int]} ${LIST} ${FROM} {xs:seq[T]}`, "list[T]", "xs[:k - 1] + xs[k:]", 2),
  request(
    `${REMOVE} (empty) (list|sublist|tuple|string|element|item) ${FROM} {xs:seq[T]}`,
    "list[T]",
    "[x for x in xs if x]",
    2,
  ),
  request(
    `${REMOVE} (none|None) (value)? ${FROM} {xs:seq[T]}`,
    "list[T]",
    "like(xs, [x for x in xs if x is not None])",
    0,
  ),
  request(
    `${REMOVE} column ${FROM} {rows:list[list[T]]} <n:int>`,
    "list[list[T]]",
    "[row[:n] + row[n + 1:] for row in rows]",
    0,
  ),
];
