import { action, type Entry, entry, feature, request } from "../entry.ts";

const DESC = "(in)? (descending|decreasing|reverse) (order)?";
const ASC = "((in)? (ascending|increasing|non-decreasing|alphabetical) order | alphabetically | numerically)";
const BY =
  "(by | based on | according to | on the basis of | on | with respect to | using | in order of | as per | with)";

/** Sorting, reversing, rotating and moving. */
export const ORDERS: readonly Entry[] = [
  // Order.
  action("reverse", "seq[T]", "list[T]", "_[::-1]"),
  feature("(reverse|reversal)", "seq[T]", "list[T]", "_[::-1]"),
  action("sort", "list[T]", "list[T]", "sorted(_)"),
  action("sort", "tuple[T]", "tuple[T]", "tuple(sorted(_))", 40),
  entry("S", `sort {xs:list[T]} ${ASC}`, ["list[T]"], { v: "sorted(xs)" }, 0),
  entry("S", `sort {xs:list[T]} ${DESC}`, ["list[T]"], { v: "sorted(xs, reverse=True)" }, 0),
  entry("S", `sort {xs:L[list[T]]}`, ["list[T]"], { v: "sorted(xs)" }, 2),
  ...[
    ["", ""],
    [ASC, ""],
    [DESC, ", reverse=True"],
  ].flatMap(([order, how]) => [
    entry(
      "S",
      `(sort|order|arrange) {xs:list[T]} ${BY} {k:K[T,U]} ${order}`,
      ["list[T]"],
      { v: `sorted(xs, key=lambda x: k(x)${how})` },
      0,
    ),
    entry(
      "S",
      `(sort|order|arrange) {xs:list[T]} ${order} ${BY} {k:K[T,U]}`,
      ["list[T]"],
      { v: `sorted(xs, key=lambda x: k(x)${how})` },
      0,
    ),
    entry(
      "S",
      `(sort|order|arrange) {xs:list[T]} ${BY} (the)? (increasing order of)? {k:K[T,U]} (of|in|from) (each|every|the)? (sublist|tuple|list|element|item|string|word) ${order}`,
      ["list[T]"],
      { v: `sorted(xs, key=lambda x: k(x)${how})` },
      0,
    ),
    entry(
      "S",
      `(sort|order|arrange) {xs:list[T]} ${order} ${BY} {k:K[T,U]} (of|in|from) (each|every|the)? (sublist|tuple|list|element|item|string|word)`,
      ["list[T]"],
      { v: `sorted(xs, key=lambda x: k(x)${how})` },
      0,
    ),
    entry(
      "S",
      `(sort|order|arrange) {xs:list[str]} (=numerically) ${order}`,
      ["list[int]"],
      { v: `sorted([int(x) for x in xs]${how})` },
      0,
    ),
  ]),
  request(
    "sort (a)? list of (list|sublist|string|tuple) by length <items:list[any]>",
    "list[any]",
    "sorted(items, key=len)",
    40,
  ),
  // Rotation and movement.
  request(
    "(shift|move) (the)? last element to (the)? (first position | beginning | front | start) (in|of) {xs:seq[T]}",
    "list[T]",
    "xs[-1:] + xs[:-1]",
    0,
  ),
  request(
    "(shift|move) (the)? first element to (the)? (last position | end | last) (in|of) {xs:seq[T]}",
    "list[T]",
    "xs[1:] + xs[:1]",
    0,
  ),
  request(
    "(interchange|swap|exchange) (the)? first and (the)? last (element|item) (in|of) {xs:seq[T]}",
    "list[T]",
    "xs[-1:] + xs[1:-1] + xs[:1] if len(xs) > 1 else xs",
    0,
  ),
  request(
    "(left rotate | rotate left) {xs:seq[T]} by {k:int} (position|place|element)?",
    "list[T]",
    "xs[k % len(xs):] + xs[:k % len(xs)]",
    0,
  ),
  request(
    "(right rotate | rotate right) {xs:seq[T]} by {k:int} (position|place|element)?",
    "list[T]",
    "xs[-k % len(xs):] + xs[:-k % len(xs)]",
    0,
  ),
  request(
    "rotate {xs:seq[T]} (to (the)?)? left by {k:int} (position|place|element|item)?",
    "list[T]",
    "xs[k % len(xs):] + xs[:k % len(xs)]",
    0,
  ),
  request(
    "rotate {xs:seq[T]} (to (the)?)? right by {k:int} (position|place|element|item)?",
    "list[T]",
    "xs[-k % len(xs):] + xs[:-k % len(xs)]",
    0,
  ),
  request(
    "rotate {xs:seq[T]} by {k:int} (position|place|element|item)? (to the | towards)? left (direction)?",
    "list[T]",
    "xs[k % len(xs):] + xs[:k % len(xs)]",
    0,
  ),
  request(
    "rotate {xs:seq[T]} by {k:int} (position|place|element|item)? (to the | towards)? right (direction)?",
    "list[T]",
    "xs[-k % len(xs):] + xs[:-k % len(xs)]",
    0,
  ),
  request(
    "(move|push|shift) (all)? (the)? zero to (the)? end (of|in) {xs:list[num]}",
    "list[num]",
    "[x for x in xs if x != 0] + [x for x in xs if x == 0]",
    0,
  ),
  request("reverse (the)? first {k:int} element (of|in) {xs:seq[T]}", "list[T]", "xs[:k][::-1] + xs[k:]", 0),
  request("reverse {xs:list[T]} (up to|upto) {k:int} (position|element)?", "list[T]", "xs[:k][::-1] + xs[k:]", 40),
];
