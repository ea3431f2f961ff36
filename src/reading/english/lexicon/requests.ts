import { claim, type Entry, entry, request, value } from "../entry.ts";

/** Words that ask for a result. `print`, `display` and `show` are not among them: they leave open whether anything is returned. */
const GET =
  "find|get|calculate|compute|return|give|extract|determine|obtain|output|produce|list|select|retrieve|access|evaluate|fetch|filter|identify|generate|create|make|take|compute|locate|find";

/** What is introduced before it is said what is wanted of it. */
const INTRODUCED = (type: string) => [
  `take (in | as input)? {x:${type}} (as (an)? (input|argument|parameter))? (,)? and (then)? (${GET})`,
  `(given|for) {x:${type}} (,)? (${GET})`,
];

/** "takes a list and returns its length", "given a list, return the even numbers": wanted of the one thing that was introduced. */
const OF_INTRODUCED: readonly Entry[] = [
  ...INTRODUCED("T").map((given) => request(`${given} (its|their)? {k:K[T,U]}`, "U", "k(x)", 1)),
  ...INTRODUCED("coll[E]").flatMap((given) => [
    request(`${given} (all)? {p:A[E]} {n:N[coll[E],E]}`, "list[E]", "[y for y in x if p(y) and n.pred(y)]", 2),
    request(`${given} (all)? {n:N[coll[E],E]} {p:P[E]}`, "list[E]", "[y for y in x if p(y) and n.pred(y)]", 2),
  ]),
  ...(
    [
      ["(largest|maximum|biggest|greatest|highest)", "max"],
      ["(smallest|minimum|lowest)", "min"],
    ] as const
  ).flatMap(([extreme, call]) => [
    ...INTRODUCED("coll[key]").map((given) =>
      request(`${given} (its|their)? ${extreme} (=one|=number|=integer|=element|=item|=value)`, "any", `${call}(x)`, 1),
    ),
    ...INTRODUCED("X").map((given) =>
      request(
        `${given} (its|their)? ${extreme} {p:A[num]} {n:N1[X,num]}`,
        "num",
        `${call}(y for y in n.domain(x) if p(y) and n.pred(y))`,
        2,
      ),
    ),
  ]),
  ...(
    [
      ["(longest)", "max"],
      ["(shortest)", "min"],
    ] as const
  ).flatMap(([extreme, call]) =>
    INTRODUCED("coll[str]").map((given) =>
      request(`${given} (its|their)? ${extreme} (=one|=word|=string)`, "str", `${call}(x, key=lambda y: len(y))`, 1),
    ),
  ),
];

/** How a whole request is put: to find a value, to check a claim, to do something to a thing. */
export const REQUESTS: readonly Entry[] = [
  ...OF_INTRODUCED,
  entry("S", `(${GET}) (out|for|back|the)? {x:T}`, ["T"], { v: "x" }, 0),
  entry("S", "{x:T}", ["T"], { v: "x" }, 1),
  entry("S", `(${GET}) (out)? (the)? value of {x:T}`, ["T"], { v: "x" }, 1),
  request(
    "(check|determine|find|test|verify|tell|see|identify|decide|print|return|validate) (out)? (whether|if|that|for) {c:C[bool]}",
    "bool",
    "c",
    0,
  ),
  request(
    "(return|print) true if {c:C[bool]} (and | else | otherwise | , otherwise | , else) false (otherwise)?",
    "bool",
    "c",
    0,
  ),
  request("(return|print) true if {c:C[bool]}", "bool", "c", 1),
  request("(check) {c:C[bool]}", "bool", "c", 1),
  request("check print (whether|if) {c:C[bool]}", "bool", "c", 0),
  entry("S", "take (in | as input)? {i:I[any]} (as input)? (,)? (and)? {s:S[T]}", ["T"], { v: "s" }, 0),
  entry("S", "(given|for) {i:I[any]} , {s:S[T]}", ["T"], { v: "s" }, 0),
  entry("S", "(given|for) {i:I[any]} {s:S[T]}", ["T"], { v: "s" }, 1),
  entry("S", "{s:S[T]} (from|of|for|in|within) {i:I[any]}", ["T"], { v: "s" }, 9),
  request("(return|print) true if {c:C[bool]} (,)? (and|else|otherwise)? (return)? false (otherwise)?", "bool", "c", 1),
  request("(filter|extract) (out)? {n:N[coll[T],T]} <items:list[T]>", "list[T]", "[x for x in items if n.pred(x)]", 3),
  ...(
    [
      ["(sum|total)", "sum(xs)", "num"],
      ["product", "math.prod(xs)", "num"],
      ["(average|mean)", "sum(xs) / len(xs)", "float"],
      ["(maximum | largest | larger one | largest one | greater one | greatest | biggest)", "max(xs)", "num"],
      ["(minimum | smallest | smaller one | smallest one)", "min(xs)", "num"],
    ] as const
  ).map(([word, meaning, type]) =>
    request(
      `take (in | as input)? {xs:M[list[num]]} (as (input|argument|parameter))? and (return|print|calculate|compute|find) (their|the|its) ${word} (of them | among them)?`,
      type,
      meaning,
      0,
    ),
  ),
  request("take (in)? {g:G2[num]} and (return|find|compute|calculate) their difference", "num", "g1 - g2", 30),
  request(
    "take (in)? {g:G2[T]} (as (input|argument))? and return true if they be (equal|same|identical) (,)? ((and|else|otherwise)? false (otherwise)?)?",
    "bool",
    "g1 == g2",
    0,
  ),
  claim("{x:T} be (a|an)? {p:P[T]}", "p(x)", 0),
  claim("{x:T} be not {p:P[T]}", "not p(x)", 0),
  claim("{x:T} {p:P[T]}", "p(x)", 1),
  claim("{c:C[bool]} or not", "c", 0),
  claim("either {c:C[bool]} or {d:C[bool]}", "c or d", 0),
  claim("{c:C[bool]} and {d:C[bool]}", "c and d", 1),
  claim("{g:G2[T]} be {p:P[T]}", "p(g1) and p(g2)", 1),
  value("{a:T} if {c:C[bool]} (,)? (and|or)? (else|otherwise) {b:T}", "T", "a if c else b", 1),
  value("{a:T} if {c:C[bool]} (,)? (and)? {b:T} otherwise", "T", "a if c else b", 1),
  request(
    "return (value of)? {a:T} if {c:C[bool]} (,)? (and)? (return)? (value of)? {b:T} (otherwise|else)",
    "T",
    "a if c else b",
    1,
  ),
  request("{s:S[T]} . return {b:U} if {c:C[bool]}", "T", "b if c else s", 1),
  request("{s:S[T]} . if {c:C[bool]} (,)? return {b:U}", "T", "b if c else s", 1),
  request("you be given {i:I[any]} . {s:S[T]}", "T", "s", 0),
  request("(function)? take {i:I[any]} (as (input|argument|parameter))? (,)? (and)? {s:S[T]}", "T", "s", 0),
  request("(return|print) whether (or not)? {c:C[bool]}", "bool", "c", 0),
];
