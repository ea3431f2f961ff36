import { claim, type Entry, plural, request, value } from "../entry.ts";

/** Lists of lists as matrices, and operations on two sequences. */
export const MATRICES: readonly Entry[] = [
  // Matrices.
  value(
    "(sum of (the)? (main|primary|principal)? diagonal (element)? | trace) of {m:list[list[num]]}",
    "num",
    "sum(m[i][i] for i in range(len(m)))",
    0,
  ),
  plural("(sum of (each|every|the) row | row sum) (of|in) {m:list[list[num]]}", "num", "[sum(row) for row in m]", 0),
  plural(
    "(sum of (each|every|the) column | column sum) (of|in) {m:list[list[num]]}",
    "num",
    "[sum(c) for c in zip(*m)]",
    0,
  ),
  claim("{m:list[list[num]]} be symmetric", "[list(row) for row in zip(*m)] == [list(row) for row in m]", 0),
  request(
    "add two matrix <first:list[list[num]]> <second:list[list[num]]>",
    "list[list[num]]",
    "[[a + b for a, b in zip(r, s)] for r, s in zip(first, second)]",
    0,
  ),
  request(
    "subtract two matrix <first:list[list[num]]> <second:list[list[num]]>",
    "list[list[num]]",
    "[[a - b for a, b in zip(r, s)] for r, s in zip(first, second)]",
    0,
  ),
  request(
    "multiply two matrix <first:list[list[num]]> <second:list[list[num]]>",
    "list[list[num]]",
    "[[sum(a * b for a, b in zip(r, c)) for c in zip(*second)] for r in first]",
    0,
  ),
  value("sum of (the)? {k:O[int]} column (of|in|from) {m:list[list[num]]}", "num", "sum(row[k] for row in m)", 40),
  value(
    "(sum of (a|the)? (specific|given|specified)? column) (of|in|from) {m:list[list[num]]} <n:int>",
    "num",
    "sum(row[n] for row in m)",
    0,
  ),
  value(
    "(total)? (number|count) of (element|item|number) (in|of) {xs:list[list[any]]}",
    "int",
    "sum(len(x) for x in xs)",
    -1,
  ),
  value("(running | rolling) maximum of {xs:list[num]}", "list[num]", "[max(xs[:i + 1]) for i in range(len(xs))]", 0),
  request(
    "(perform|do|find|compute) element wise (addition|sum) of {g:G2[tuple[num]]}",
    "tuple[num]",
    "tuple([a + b for a, b in zip(g1, g2)])",
    0,
  ),
  value(
    "(element wise | elementwise) (addition|sum) of {g:G2[tuple[num]]}",
    "tuple[num]",
    "tuple([a + b for a, b in zip(g1, g2)])",
    0,
  ),
  claim(
    "any two (element|number) (of|in|from) {xs:list[num]} (sum|add) (up)? to {k:num}",
    "any(a + b == k for a, b in itertools.combinations(xs, 2))",
    0,
  ),
  claim(
    "there (be|exist) (a | two)? (pair | element | pair of element) (in|of|from) {xs:list[num]} (whose|with) sum (be | equal | equal to | of)? {k:num}",
    "any(a + b == k for a, b in itertools.combinations(xs, 2))",
    0,
  ),
  plural(
    "(all)? (the)? pair (in|of|from) {xs:list[num]} (whose|with) sum (be | equal | be equal to | equal to | of)? {k:num}",
    "tuple[num]",
    "[p for p in itertools.combinations(xs, 2) if sum(p) == k]",
    2,
  ),
  ...(
    [
      ["addition|sum|summation", "+"],
      ["subtraction", "-"],
      ["multiplication|product", "*"],
      ["division", "/"],
      ["modulo|modulus", "%"],
      ["exponentiation", "**"],
      ["(floor division)", "//"],
      ["(bitwise xor | xor)", "^"],
      ["(bitwise and)", "&"],
      ["(bitwise or)", "|"],
    ] as const
  ).flatMap(([name, operator]) => {
    const phrase = `(element wise | elementwise | index wise | mathematical)? ${name} (operation)? (of|across|on|between)`;
    const members = "((tuple|list)? element (of|in|across) | across)?";
    return [
      request(
        `(perform|do|apply|compute|find|calculate) ${phrase} {g:G2[tuple[num]]}`,
        "tuple[num]",
        `tuple([a ${operator} b for a, b in zip(g1, g2)])`,
        1,
      ),
      request(
        `(perform|do|apply|compute|find|calculate) ${phrase} ${members} {g:G2[list[num]]}`,
        "list[num]",
        `[a ${operator} b for a, b in zip(g1, g2)]`,
        1,
      ),
    ];
  }),
  request(
    "(concatenate|join) (all)? (the)? (string (in|of))? {xs:list[str]} (into (a)? (single)? string)?",
    "str",
    "''.join(xs)",
    1,
  ),
  request(
    "(join|concatenate) {xs:list[str]} (with|by|using) (a)? (given)? (delimiter|separator) <separator:str>",
    "str",
    "separator.join(xs)",
    0,
  ),
  request(
    "(move|shift) (the)? first {k:int} (element|item) to (the)? end (of|in) {xs:seq[T]}",
    "list[T]",
    "xs[k:] + xs[:k]",
    0,
  ),
  request(
    "(move|shift) (the)? last {k:int} (element|item) to (the)? (beginning|start|front) (of|in) {xs:seq[T]}",
    "list[T]",
    "xs[len(xs) - k:] + xs[:len(xs) - k]",
    0,
  ),
  request("truncate {xs:seq[T]} to {k:int} (element|item)?", "list[T]", "xs[:k]", 0),
  value("{xs:ordered[T]} reversed", "list[T]", "xs[::-1]", 1),
  value("{s:str} reversed", "str", "s[::-1]", 1),
  value("it reversed <it:ordered[T]>", "any", "it[::-1]", 1),
  value("it in (uppercase | upper case) <it:str>", "str", "it.upper()", 1),
  value("it in (lowercase | lower case) <it:str>", "str", "it.lower()", 1),
  value("it in reverse (order)? <it:ordered[T]>", "any", "it[::-1]", 1),
  value("(reversed|reverse) {xs:ordered[T]}", "any", "xs[::-1]", 2),
  value("{xs:ordered[T]} in reverse (order)?", "any", "xs[::-1]", 2),
  plural("{xs:L[list[T]]} (sorted)? in (ascending|increasing) order", "T", "sorted(xs)", 1),
  plural("{xs:L[list[T]]} (sorted)? in (descending|decreasing) order", "T", "sorted(xs, reverse=True)", 1),
  plural("(sorted) {xs:L[list[T]]}", "T", "sorted(xs)", 1),
  claim(
    "{s:str} be (present|a substring | present as a substring | a part) (in|of) (any|one|some) (of)? (string|word|element) (of|in) {xs:list[str]}",
    "any(s in x for x in xs)",
    0,
  ),
  claim("{s:str} be present as (a)? substring in {xs:list[str]}", "any(s in x for x in xs)", 0),
];
