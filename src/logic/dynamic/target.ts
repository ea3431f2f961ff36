import { parseExpression } from "../../ir/expression/parse.ts";
import type { ClauseId } from "../../ir/ids.ts";
import type { IR, Parameter } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import { shapeOfAnnotation, shapeOfClass } from "./annotation-shape.ts";
import type { Slot } from "./input.ts";
import { shapeOfLiterals } from "./literal-shape.ts";
import { isDefinite, NONE_SHAPE, unionShape } from "./shape.ts";

export interface Problem {
  code: string;
  detail: string;
}

/** A clause of the IR as a check after each call. `entry` marks a raises clause: only a call that returns shows it to be wrong. */
export interface DeclaredCheck {
  id: ClauseId;
  text: string;
  entry: boolean;
}

/** A function as something that can be called. */
export interface Target {
  source: string;
  path: string;
  slots: Slot[];
  assume: string[];
  declared: DeclaredCheck[];
  /** Whether equal calls have equal results as far as the code says. */
  deterministic: boolean;
  /** Whether inputs may be made freely: no precondition is beyond judging. */
  generative: boolean;
  problems: Problem[];
}

/** Effects of which a run in the sandbox would show nothing true. */
const OUTSIDE = new Set(["network", "filesystem", "process"]);
const CHANCE = new Set(["randomness", "time", "nondeterminism"]);

/** What is to be run of a function, or the reason why it is not run. */
export function targetOf(module: PythonModule, fn: PythonFunction, ir: IR): Target | Problem {
  const refused = refusal(fn, ir);
  if (refused !== null) return refused;
  const slots = slotsOf(module, fn, ir);
  if (!Array.isArray(slots)) return slots;
  const problems: Problem[] = [];
  const unjudged = ir.assertions.filter(
    ({ category, expression }) => category === "precondition" && expression.unsupported.length > 0,
  );
  for (const { expression } of unjudged)
    problems.push({
      code: "precondition_not_judged",
      detail: `No input is made beyond the examples: ${expression.unsupported.join(", ")} keeps \`${expression.text.slice(0, 200)}\` from being judged.`,
    });
  const texts = (category: string) =>
    ir.assertions.filter((item) => item.category === category && item.expression.unsupported.length === 0);
  const invariants = fn.outline.name === "__init__" ? [] : texts("invariant").map(({ expression }) => expression.text);
  return {
    source: module.source,
    path: fn.outline.qualified_name,
    slots,
    assume: [...texts("precondition").map(({ expression }) => expression.text), ...invariants],
    declared: [
      ...[...texts("postcondition"), ...texts("invariant")].map(({ id, expression }) => ({
        id,
        text: expression.text,
        entry: false,
      })),
      ...ir.signature.raises.flatMap(({ id, exception, when }) =>
        when === null || when.unsupported.length > 0
          ? []
          : [{ id, text: `implies(old(${when.text}), raises(${exception}))`, entry: true }],
      ),
    ],
    deterministic: !ir.effects.some(({ effect_type }) => CHANCE.has(effect_type)),
    generative: unjudged.length === 0,
    problems,
  };
}

function refusal(fn: PythonFunction, ir: IR): Problem | null {
  const { outline, node } = fn;
  const no = (code: string, detail: string): Problem => ({ code, detail });
  if (outline.kind === "module_body" || node.nodeType === "Module")
    return no("not_callable", "A module's own statements are run on import and cannot be called.");
  if (outline.kind === "nested" || outline.qualified_name.includes("<locals>"))
    return no("not_reachable", "A function inside a function exists only while that one runs.");
  if (outline.is_async) return no("asynchronous", "A coroutine is not run.");
  if (ir.signature.is_generator)
    return no("generator", "A generator runs only while its values are taken; it is not run.");
  if (outline.key !== outline.qualified_name)
    return no("redefined", `The module ends with another definition of ${outline.qualified_name}.`);
  if (
    ir.signature.decorators.some((item) =>
      /^(?:property|cached_property|\w+\.(?:setter|deleter|getter)|overload)\b/.test(item),
    )
  )
    return no("not_callable", "A property is no function that could be called.");
  const outside = ir.effects.find(
    ({ effect_type, target }) => OUTSIDE.has(effect_type) || (effect_type === "io" && /stdin|input/.test(target)),
  );
  if (outside === undefined) return null;
  return no("effects", `The function is not run because of its effect ${outside.effect_type} on ${outside.target}.`);
}

function slotsOf(module: PythonModule, fn: PythonFunction, ir: IR): Slot[] | Problem {
  const { decorators, parameters } = ir.signature;
  const receiver = fn.enclosing_class !== null && !decorators.includes("staticmethod");
  const own = receiver && decorators.includes("classmethod") ? parameters.slice(1) : parameters;
  const slots: Slot[] = [];
  for (const [index, parameter] of own.entries()) {
    if (receiver && own === parameters && index === 0) {
      const shape =
        fn.outline.name === "__init__" ? null : shapeOfClass(module, fn.enclosing_class?.qualified_name ?? "");
      if (shape === null)
        return {
          code: "receiver",
          detail: `No instance of ${fn.enclosing_class?.qualified_name} can be made by its constructor.`,
        };
      slots.push({ name: parameter.name, kind: parameter.kind, shape, assumed: false, optional: false });
      continue;
    }
    slots.push(slotOf(module, ir, parameter, index));
  }
  return slots;
}

function slotOf(module: PythonModule, ir: IR, parameter: Parameter, index: number): Slot {
  const { name, kind, type_hint: hint } = parameter;
  const optional = parameter.default !== null || kind === "var_positional" || kind === "var_keyword";
  const written = hint === null ? null : shapeOfAnnotation(module, hint);
  if (written !== null && isDefinite(written)) {
    const shape = parameter.default?.trim() === "None" ? unionShape([written, NONE_SHAPE]) : written;
    return { name, kind, shape, assumed: parameter.provenance.source !== "declared", optional };
  }
  const shown = shapeOfLiterals(
    [
      ...ir.examples.map(({ args, kwargs }) => args[index] ?? kwargs[name]),
      ...(parameter.default === null || parameter.default.trim() === "None" ? [] : [parameter.default]),
    ].flatMap((source) => (source === undefined ? [] : [parseExpression(source)])),
  );
  if (hint !== null && written === null) return { name, kind, shape: shown, assumed: true, optional };
  return { name, kind, shape: shown ?? (written?.kind === "any" ? null : written), assumed: true, optional };
}
