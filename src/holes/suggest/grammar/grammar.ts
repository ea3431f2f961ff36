import type { IR } from "../../../ir/ir.ts";
import { typeOfAnnotation } from "../../../logic/types/annotation.ts";
import type { PythonType } from "../../../logic/types/python-type.ts";
import { typesOf } from "../../try/inputs.ts";
import { annotationOf, type CheckStyle, checkedType, styleOf } from "../checked-types.ts";
import { usualResults, usualTypes } from "../type-of-name.ts";
import { type Candidate, candidates, type Form, type Term, Words } from "./candidate.ts";
import { ofChange } from "./change.ts";
import { ofCollection } from "./collection.ts";
import { ofNumber, ofResultNumber } from "./number.ts";
import { ofPresence, ofResultAbsence, ofResultPresence, withoutNone } from "./presence.ts";
import { ofTwo } from "./relation.ts";
import { ofResultAnd, ofResultAndTwo } from "./result.ts";
import { ofResultText, ofText } from "./text.ts";
import { ofTruth } from "./truth.ts";
import { type Checking, ofType } from "./type-check.ts";

/** Parameters whose combinations are looked at; of more, only each alone. */
const MOST_COMBINED = 5;

/** What the forms are instantiated over. */
interface View {
  parameters: (Term & { checking: Checking })[];
  result: (Term & { checking: Checking }) | null;
  used: ReadonlySet<string>;
  landmarks: readonly string[];
}

/**
 * Conditions in the forms of a grammar over the parameters and the result by their types: unary, binary, of every element, and functional; the idea is that of Daikon's grammar of likely invariants (Ernst et al., The
 * Daikon system for dynamic detection of likely invariants, 2007). They are guesses: whoever offers them filters and ranks them.
 */
export function grammar(
  ir: IR,
  about: "input" | "result",
  words: Words,
  landmarks: readonly string[] = [],
): Candidate[] {
  const view = viewOf(ir, landmarks);
  return candidates(about === "input" ? ofInput(view) : ofOutcome(view), words);
}

/** The words of a contract. */
export const wordsOfContract = ({ signature, intent }: IR, ...more: readonly string[]): Words =>
  new Words([signature.name, intent.summary, ...intent.success_criteria, signature.returns.description ?? "", ...more]);

function ofInput({ parameters, used, landmarks }: View): Form[] {
  const pairs = pairsOf(parameters);
  return [
    ...parameters.flatMap((term) => [...ofPresence(term), ...ofOne(term, "input", used, landmarks)]),
    ...parameters.flatMap((term) => ofType(term, term.checking, used)),
    ...pairs.flatMap(([one, other]) => [...ofTwo(one, other), ...both(one, other)]),
  ];
}

/** One condition for two numbers. */
function both(one: Term, other: Term): Form[] {
  if (![one, other].every(({ type }) => type.kind === "int" || type.kind === "float")) return [];
  return [
    [`${one.text} > 0 and ${other.text} > 0`, 0.8, "Both are positive."],
    [`${one.text} >= 0 and ${other.text} >= 0`, 0.7, "Neither is negative."],
  ];
}

function ofOutcome({ parameters, result, used }: View): Form[] {
  if (result === null || result.type.kind === "none")
    return parameters.flatMap((changed) =>
      ofChange(
        changed,
        parameters.filter((other) => other !== changed),
      ),
    );
  const inner = withoutNone(result.type);
  const sure = inner === null ? [] : ofResult({ ...result, type: inner }, parameters, used);
  const cautious = result.type.kind === "union";
  return [
    ...ofResultPresence(result),
    ...ofResultAbsence(result, parameters),
    ...ofType(inner === null ? result : { ...result, type: inner }, result.checking, used).map(
      // Of what a function returns the type is tested less often than of what comes in.
      ([text, weight, ...rest]): Form => [text, weight * 0.6, ...rest],
    ),
    ...sure.map(
      ([text, weight, ...rest]): Form =>
        cautious ? [`implies(result is not None, ${text})`, weight * 0.4, ...rest] : [text, weight, ...rest],
    ),
  ];
}

function ofResult(result: Term, parameters: readonly Term[], used: ReadonlySet<string>): Form[] {
  if (result.type.kind === "tuple")
    return result.type.items.flatMap((item, index) => {
      const type = withoutNone(item) ?? item;
      const part: Term = { text: `result[${index}]`, name: "result", type };
      const next: Term = { text: `result[${index + 1}]`, name: "result", type: result.type };
      const sibling = result.type.kind === "tuple" ? result.type.items[index + 1] : undefined;
      const ordered: Form[] =
        sibling !== undefined && sibling.kind === type.kind && (type.kind === "int" || type.kind === "float")
          ? [[`${part.text} <= ${next.text}`, 1, "They are in order."]]
          : [];
      return [
        ...ordered,
        ...ofResult(part, parameters, used).map(([text, weight, ...rest]): Form => [text, weight * 0.4, ...rest]),
      ];
    });
  return [
    ...ofOne(result, "result", used, []),
    ...partsOf(parameters).flatMap((parameter) => ofResultAnd(result, parameter)),
    ...pairsOf(parameters).flatMap(([one, other]) => ofResultAndTwo(result, one, other)),
    ...(result.type.kind === "bool" && result.text === "result" ? ofTruth(parameters.slice(0, MOST_COMBINED)) : []),
  ];
}

/** Items of tuples of fixed length are values of their own. */
const partsOf = (parameters: readonly Term[]): Term[] =>
  parameters.flatMap((term) => [
    term,
    ...(term.type.kind === "tuple" && term.type.items.length <= 3
      ? term.type.items.map((type, index): Term => ({ text: `${term.text}[${index}]`, name: term.name, type }))
      : []),
  ]);

function ofOne(term: Term, about: "input" | "result", used: ReadonlySet<string>, landmarks: readonly string[]): Form[] {
  switch (term.type.kind) {
    case "int":
    case "float":
      return about === "input" ? ofNumber(term, landmarks) : ofResultNumber(term);
    case "str":
      return about === "input" ? ofText(term) : ofResultText(term);
    case "sequence":
    case "set":
    case "dict":
      return ofCollection(term, about, used);
    case "union": {
      const inner = withoutNone(term.type);
      if (inner === null) return [];
      return ofOne({ ...term, type: inner }, about, used, landmarks).map(
        ([text, weight, ...rest]): Form => [`${term.text} is None or ${text}`, weight * 0.4, ...rest],
      );
    }
    default:
      return [];
  }
}

function pairsOf<Item>(items: readonly Item[]): [Item, Item][] {
  const few = items.slice(0, MOST_COMBINED);
  return few.flatMap((one, index) => few.slice(index + 1).map((other): [Item, Item] => [one, other]));
}

function viewOf(ir: IR, landmarks: readonly string[]): View {
  const types = typesOf(ir);
  const style = styleOf(ir);
  const term = (name: string, hint: string | null, source: string): Term & { checking: Checking } => ({
    text: name,
    name,
    type: typeOfName(ir, name, hint === null ? null : (types.get(name) ?? null)),
    checking: checkingOf(ir, name, style, hint !== null && source !== "static"),
  });
  const own = ir.signature.parameters.filter(
    ({ name, kind }, index) => !(index === 0 && (name === "self" || name === "cls")) && kind !== "var_keyword",
  );
  const { returns } = ir.signature;
  const taken = ir.signature.parameters.map(({ name }) => name);
  return {
    parameters: own.map(({ name, type_hint, provenance }) => term(name, type_hint, provenance.source)),
    result: taken.includes("result") ? null : term("result", returns.type_hint, returns.provenance.source),
    used: new Set([...taken, "result"]),
    landmarks,
  };
}

function checkingOf(ir: IR, name: string, style: CheckStyle | null, declared: boolean): Checking {
  const checked = checkedType(ir, name);
  return { style, declared, whole: checked.whole !== null, element: checked.element !== null };
}

const ITERABLE = /^(?:(?:typing|collections|collections\.abc)\.)?(?:Iterable|Collection|Reversible|deque|Deque)\b/;

/** Iterables of the library as the sequences that most of them are. */
const generalised = (type: PythonType): PythonType =>
  type.kind === "opaque" && type.name !== null && ITERABLE.test(type.name)
    ? { kind: "sequence", flavour: "either", element: typeOfAnnotation(/\[(.*)\]$/.exec(type.name)?.[1] ?? "object") }
    : type;

/** The type of a name by its annotation, by what the clauses test and compare, or as values so called usually are. */
function typeOfName(ir: IR, name: string, annotated: PythonType | null): PythonType {
  if (annotated !== null) return generalised(annotated);
  const checked = annotationOf(checkedType(ir, name), name);
  if (checked !== null) return typeOfAnnotation(checked);
  const used = typesOf(ir).get(name);
  if (used !== undefined && used.kind !== "float") return used;
  const [usual] = name === "result" ? usualResults(ir.signature) : usualTypes(name);
  // What is only compared with numbers counts more often than it measures.
  if (used !== undefined) return usual?.annotation === "float" ? used : { kind: "int" };
  return usual === undefined ? { kind: "opaque", name: null } : typeOfAnnotation(usual.annotation);
}
