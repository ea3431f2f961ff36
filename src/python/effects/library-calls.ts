import type { ExprNode } from "py-ast";
import type { CallArguments } from "./call-unit.ts";
import { callCallbacks, callKnownCallbacks } from "./callbacks.ts";
import { holdArguments, observeUnknown } from "./calls.ts";
import { isBuiltinException } from "./exceptions.ts";
import { CUSTOMARY_PURE_METHODS } from "./library/builtins.ts";
import type { EffectCode } from "./library/format.ts";
import type { LibraryFact } from "./library/lookup.ts";
import { factOf, methodFact } from "./library/lookup.ts";
import { ASSUMED, objectClass, observeCode, RESOLVED, subjectText } from "./library-effects.ts";
import { openFile } from "./open-file.ts";
import type { Shape, Value } from "./value.ts";
import { containerOf, instanceOf, isAtomClass, onlyInstance, rootsInside, shaped, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";
import { observe, observeChange, textOf } from "./walk.ts";

type CallNode = Extract<ExprNode, { nodeType: "Call" }>;

/** Functions whose result is an iterator or container over the elements of their arguments. */
const PASSING_ELEMENTS = new Set(
  "list tuple set frozenset dict sorted reversed enumerate zip iter map filter chain islice cycle takewhile dropwhile filterfalse zip_longest product permutations combinations combinations_with_replacement from_iterable pairwise batched tee copy deque".split(
    " ",
  ),
);
/** Functions whose result is an element, or an attribute, of an argument. */
const GIVING_ELEMENTS = new Set("next anext min max getattr itemgetter attrgetter vars".split(" "));

/** Calls a function or class of a library by its path. */
export function callLibrary(walk: Walk, node: CallNode, path: string, assumed: boolean, args: CallArguments): Value {
  if (path.startsWith("builtins.") && isBuiltinException(path.slice("builtins.".length))) {
    return instanceOf(path);
  }
  const fact = factOf(path);
  const confidence = assumed ? ASSUMED : RESOLVED;
  if (!fact) {
    callCallbacks(walk, node, args, 0.6);
    // Methods of a module's constants, such as the texts of `string`.
    if (CUSTOMARY_PURE_METHODS.has(path.slice(path.lastIndexOf(".") + 1))) return UNKNOWN;
    observeUnknown(walk, node, null, "which no table describes");
    return UNKNOWN;
  }
  if (fact.kind === "exception") return shaped({ kind: "instance", path: fact.path, resource: null });
  const own = specialCall(walk, node, fact, args, confidence);
  if (own) return own;
  if (!fact.known) {
    callCallbacks(walk, node, args, 0.6);
    observeUnknown(walk, node, null, "which no table describes");
    return UNKNOWN;
  }
  const codes = redirect(walk, node, fact, args, confidence);
  for (const code of codes) {
    observeCode(walk, node, code, { path: fact.path, subject: subjectOf(walk, node, fact, code), confidence });
  }
  const [first] = args.positional;
  if (fact.mutates && first) {
    observeChange(walk, node, first.value, null, {
      rule: "mutator-function",
      confidence,
      action: `\`${fact.path.replace("builtins.", "")}\` changes`,
    });
  }
  callCallbacks(walk, node, args, fact.callsBack ? 0.85 : 0.7);
  if (fact.callsBack) callKnownCallbacks(walk, node, fact.path, args);
  observeSetOrder(walk, node, fact.path, first?.value ?? null);
  return resultOf(walk, node, fact, args);
}

function resultOf(walk: Walk, node: CallNode, fact: LibraryFact, args: CallArguments): Value {
  const short = fact.path.split(".").at(-1) ?? fact.path;
  const values = [...args.positional, ...args.keywords].map(({ value }) => value);
  if (PASSING_ELEMENTS.has(short)) {
    const inside = values.map((value) => ({ ...value, roots: rootsInside(value.roots, null) }));
    return containerOf(fact.gives ?? "builtins.generator", inside);
  }
  if (GIVING_ELEMENTS.has(short))
    return { ...UNKNOWN, roots: values.flatMap((value) => rootsInside(value.roots, null)) };
  if (fact.gives === null) return UNKNOWN;
  const stream = args.positional[0]?.value.shapes.find((shape) => shape.kind === "instance" && shape.resource !== null);
  const resource = stream?.kind === "instance" ? stream.resource : subjectText(walk, node.args[0]);
  const roots = isAtomClass(fact.gives) ? [] : containerOf(fact.gives, values).roots;
  return { ...instanceOf(fact.gives, resource), roots };
}

/** Calls whose effect the arguments decide. */
function specialCall(
  walk: Walk,
  node: CallNode,
  fact: LibraryFact,
  args: CallArguments,
  confidence: number,
): Value | null {
  switch (fact.path) {
    case "builtins.open":
    case "os.fdopen":
      return openFile(walk, node, args, 0, confidence);
    case "builtins.print":
      observePrint(walk, node, args, confidence);
      return UNKNOWN;
    case "builtins.input":
      observeCode(walk, node, "stdin", { path: fact.path, subject: null, confidence });
      if (args.positional.length > 0) observeCode(walk, node, "stdout", { path: fact.path, subject: null, confidence });
      return instanceOf("builtins.str");
    case "builtins.hash": {
      const own = args.positional[0] ? onlyInstance(args.positional[0].value) : null;
      if (own === "builtins.str" || own === "builtins.bytes") {
        observeCode(walk, node, "nondeterministic", { path: fact.path, subject: null, confidence: 0.9 });
      }
      return instanceOf("builtins.int");
    }
    case "random.Random": {
      const seeded = args.positional.length > 0;
      if (!seeded) observeCode(walk, node, "random", { path: fact.path, subject: null, confidence });
      return instanceOf(fact.path);
    }
    case "builtins.setattr":
    case "builtins.delattr": {
      const [target, name] = args.positional;
      const attribute = name?.value.constant?.type === "str" ? name.value.constant.value : null;
      if (target) {
        observeChange(walk, node, target.value, attribute, {
          rule: "attribute-write",
          confidence,
          action: "sets an attribute of",
        });
      }
      return UNKNOWN;
    }
    case "builtins.globals":
      return {
        ...instanceOf("builtins.dict"),
        roots: [{ owner: "global", name: "globals()", unit: null, steps: 0, wraps: 0, path: "globals()" }],
      };
    default:
      return null;
  }
}

function observePrint(walk: Walk, node: CallNode, args: CallArguments, confidence: number): void {
  const file = args.keywords.find(({ name }) => name === "file");
  if (!file || file.value.constant?.type === "none") {
    observeCode(walk, node, "stdout", { path: "builtins.print", subject: null, confidence });
    return;
  }
  if (!observeStreamWrite(walk, node, file.value, "builtins.print", confidence)) {
    observeCode(walk, node, "write", {
      path: "builtins.print",
      subject: subjectText(walk, file.node),
      confidence: 0.5,
    });
  }
}

/** Notes a write to whatever stream a value is; false when it is not known. */
function observeStreamWrite(walk: Walk, node: CallNode, stream: Value, path: string, confidence: number): boolean {
  let found = false;
  for (const shape of stream.shapes) {
    const owner = shape.kind === "library" ? objectClass(shape.path) : shape.kind === "instance" ? shape.path : null;
    if (owner === null) continue;
    const fact = methodFact(owner, "write");
    const resource = shape.kind === "instance" ? shape.resource : null;
    for (const code of fact?.codes ?? []) observeCode(walk, node, code, { path, subject: resource, confidence });
    if (fact?.mutates)
      observeChange(walk, node, stream, null, { rule: "stream-write", confidence, action: "writes into" });
    found ||= fact !== null;
  }
  return found;
}

/** The codes of a call, but for those that a stream among the arguments tells better: `json.dump(x, sys.stdout)`. */
function redirect(
  walk: Walk,
  node: CallNode,
  fact: LibraryFact,
  args: CallArguments,
  confidence: number,
): EffectCode[] {
  const stream = args.positional[1]?.value;
  if (!fact.path.endsWith(".dump") || !stream) return fact.codes;
  const told = observeStreamWrite(walk, node, stream, fact.path, confidence);
  return told ? fact.codes.filter((code) => code !== "write") : fact.codes;
}

const SECOND_IS_TARGET = /^(shutil\.|os\.(rename|replace|link|symlink)|.*\.dump$|urllib\.request\.urlretrieve)/;

function subjectOf(walk: Walk, node: CallNode, fact: LibraryFact, code: EffectCode): string | null {
  const second = code === "write" && SECOND_IS_TARGET.test(fact.path) && !/rmtree|chown/.test(fact.path);
  return subjectText(walk, second ? (node.args[1] ?? node.args[0]) : node.args[0]);
}

/** A set's order decides the result where the function returns it as a sequence: strings hash differently in every process. */
function observeSetOrder(walk: Walk, node: CallNode, path: string, argument: Value | null): void {
  if (walk.returning !== node || !argument || (path !== "builtins.list" && path !== "builtins.tuple")) return;
  const own = onlyInstance(argument);
  if (own !== "builtins.set" && own !== "builtins.frozenset") return;
  observe(walk, node, {
    effect_type: "nondeterminism",
    target: "set order",
    description: "the order of a set decides the result",
    rule: "set-order",
    confidence: 0.6,
  });
}

/** Calls a method of a library object. */
export function callLibraryMethod(
  walk: Walk,
  node: CallNode,
  shape: Extract<Shape, { kind: "method" }>,
  args: CallArguments,
): Value {
  const { receiver, name } = shape;
  const [instance] = receiver.shapes;
  const resource = instance?.kind === "instance" ? instance.resource : null;
  const fact = methodFact(shape.path, name);
  if (name === "open" && shape.path.startsWith("pathlib.")) {
    return openFile(walk, node, args, -1, RESOLVED);
  }
  callCallbacks(walk, node, args, 0.7);
  if (!fact?.known) {
    observeUnknown(walk, node, null, "which no table describes");
    return UNKNOWN;
  }
  const subject =
    resource ?? (node.func.nodeType === "Attribute" ? textOf(walk.program.module, node.func.value) : null);
  for (const code of fact.codes) observeCode(walk, node, code, { path: fact.path, subject, confidence: RESOLVED });
  if (fact.codes.includes("process")) callKnownCallbacks(walk, node, name, args);
  if (fact.mutates) {
    observeChange(walk, node, receiver, null, {
      rule: "mutator-method",
      confidence: RESOLVED,
      action: `\`${name}\` changes`,
    });
    if (node.func.nodeType === "Attribute") holdArguments(walk, node.func, args);
  }
  const roots = fact.exposes ? rootsInside(receiver.roots, null) : [];
  if (name === "copy")
    return {
      ...receiver,
      constant: null,
      roots: containerOf(shape.path, [{ ...receiver, roots: rootsInside(receiver.roots, null) }]).roots,
    };
  return fact.gives === null ? { ...UNKNOWN, roots } : { ...instanceOf(fact.gives, subject), roots };
}
