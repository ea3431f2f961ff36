import { claim, type Entry, plural, request, value } from "../entry.ts";

const LIST = "(element|item|number|value|integer)";
const FIRST_SEEN = "[x for i, x in enumerate(xs) if x not in xs[:i]]";

/** Several lists made one, and what they have in common. */
export const COMBINATIONS: readonly Entry[] = [
  // Combination.
  request(
    "(merge|combine|join|concatenate) {g:G2[list[T]]} (into|to)? (a)? (single|one)? (sorted) (list|array)",
    "list[T]",
    "sorted(g1 + g2)",
    0,
  ),
  request(
    "(merge|combine|join|concatenate) {g:G3[list[T]]} (into|to)? (a)? (single|one)? (sorted) (list|array)",
    "list[T]",
    "sorted(g1 + g2 + g3)",
    0,
  ),
  request(
    "(merge|combine|join|concatenate) two sorted list (into|to)? (a)? (single|one)? (sorted) (list)? <first:list[any]> <second:list[any]>",
    "list[any]",
    "sorted(first + second)",
    0,
  ),
  request("(concatenate|append|join) {g:G2[list[T]]}", "list[T]", "g1 + g2", 1),
  request("(concatenate|join) {g:G2[tuple[T]]}", "tuple[T]", "g1 + g2", 1),
  request("(add|append) {t:tuple[T]} to {xs:list[T]}", "list[T]", "xs + list(t)", 30),
  request("(add|append) {xs:list[T]} to {t:tuple[T]}", "tuple[T]", "t + tuple(xs)", 30),
  request("(add|append|insert) {e:key} (to|at) (the)? (end of)? {xs:list[T]}", "list[T]", "xs + [e]", 3),
  request("insert {e:T} at (the)? (beginning|start) (of|in) {xs:list[T]}", "list[T]", "[e] + xs", 2),
  request(
    "(insert|add) {e:T} before (each|every) (element|item) (of|in) {xs:list[T]}",
    "list[T]",
    "[y for x in xs for y in (e, x)]",
    0,
  ),
  request("(zip) {g:G2[list[list[T]]]}", "list[list[T]]", "[a + b for a, b in zip(g1, g2)]", 0),
  request("(zip) {g:G2[tuple[T]]}", "list[tuple[T]]", "list(zip(g1, g2))", 40),
  request("(zip) {g:G2[list[T]]}", "list[tuple[T]]", "list(zip(g1, g2))", 3),
  request(
    "interleave {g:G2[list[T]]} (of (the)? same length)? (into (a)? (single)? (flat)? list)?",
    "list[T]",
    "[y for pair in zip(g1, g2) for y in pair]",
    1,
  ),
  request(
    "interleave {g:G3[list[T]]} (of (the)? same length)? (into (a)? (single)? (flat)? list)?",
    "list[T]",
    "[y for triple in zip(g1, g2, g3) for y in triple]",
    1,
  ),
  // Sets of elements.
  plural(
    `(common|shared|similar) (${LIST})? (of|between|in|from|to) (both)? {g:G2[list[T]]}`,
    "T",
    "[x for x in dict.fromkeys(g1) if x in g2]",
    0,
  ),
  value(
    `(common|shared|similar) (${LIST})? (of|between|in|from) (both)? {g:G2[tuple[T]]}`,
    "tuple[T]",
    "tuple([x for x in dict.fromkeys(g1) if x in g2])",
    0,
  ),
  plural("intersection (of|between) {g:G2[list[T]]}", "T", "[x for x in g1 if x in g2]", 0),
  value("intersection (of|between) {g:G2[set[T]]}", "set[T]", "g1 & g2", 0),
  value("union of {g:G2[set[T]]}", "set[T]", "g1 | g2", 0),
  plural("union of {g:G2[list[T]]}", "T", "list(dict.fromkeys(list(g1) + list(g2)))", 1),
  value(
    `(dissimilar|uncommon|different) (${LIST})? (of|between|in|from) {g:G2[tuple[T]]}`,
    "tuple[T]",
    "tuple([x for x in g1 if x not in g2] + [x for x in g2 if x not in g1])",
    40,
  ),
  plural(
    `(dissimilar|uncommon|different|non-common) (${LIST})? (of|between|in|from) {g:G2[list[T]]}`,
    "T",
    "[x for x in g1 if x not in g2] + [x for x in g2 if x not in g1]",
    0,
  ),
  plural(
    "symmetric difference (of|between) {g:G2[list[T]]}",
    "T",
    "[x for x in g1 if x not in g2] + [x for x in g2 if x not in g1]",
    0,
  ),
  plural("difference (of|between) {g:G2[list[T]]}", "T", "[x for x in g1 if x not in g2]", 40),
  plural(
    "common element (in|of|from|between) (a)? (given)? (nested list | list of list | sublist | all sublist) <lists:list[list[any]]>",
    "any",
    "[x for x in dict.fromkeys(lists[0]) if all(x in other for other in lists)]",
    1,
  ),
  plural(`(unique|distinct) ${LIST} (in|of|from) {xs:seq[key]}`, "T", FIRST_SEEN, 0.5),
  plural(
    "(unique|distinct) (value|element) (in|of|from) (all)? {d:dict[U,list[T]]} (value)?",
    "T",
    "sorted(set(x for v in d.values() for x in v))",
    40,
  ),
  value(`(number|count) of (unique|distinct) ${LIST} (in|of|from) {xs:seq[T]}`, "int", "len(set(xs))", 0),
  value("(number|count) of (unique|distinct) (character|letter) (in|of|from) {xs:str}", "int", "len(set(xs))", 0),
  plural("symmetric difference (of|between) {g:G2[set[T]]}", "T", "g1 ^ g2", 0),
  value("symmetric difference (of|between) {g:G2[set[T]]}", "set[T]", "g1 ^ g2", 0),
  value("difference (of|between) {g:G2[set[T]]}", "set[T]", "g1 - g2", 0),
  claim(
    "one (set|list) be (a)? subset of (another|other) <first:list[any]> <second:list[any]>",
    "all(x in second for x in first)",
    0,
  ),
  claim("{g:G2[set[T]]} be disjoint", "g1.isdisjoint(g2)", 0),
];
