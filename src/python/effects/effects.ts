import { effectId, evidenceId } from "../../ir/hash.ts";
import type { Effect } from "../../ir/ir.ts";
import type { Evidence } from "../../ir/provenance.ts";
import type { AnalysisProblem } from "../facts/module.ts";
import type { PositionedNode, PythonModule } from "../module.ts";
import { sliceOf, spanOf } from "../spans.ts";
import { analyse } from "./analyse.ts";
import type { Item } from "./propagate.ts";
import { LEFT_OUT, propagate } from "./propagate.ts";

export interface FunctionEffects {
  effects: Effect[];
  evidence: Evidence[];
  problems: AnalysisProblem[];
}

/**
 * Effects of every function that a module lists, by outline key, those of the functions of the file that it calls included. No effect in the
 * list means that none was found; where something is called that the file does not show, an `unknown_call` says so.
 */
export function effectsOf(module: PythonModule): Map<string, FunctionEffects> {
  const { program, problems } = analyse(module);
  const summaries = propagate(program);
  const found = new Map<string, FunctionEffects>();
  for (const { outline, node } of module.functions) {
    const unit = program.byNode.get(node);
    const items = unit ? [...(summaries.get(unit)?.values() ?? [])] : [];
    const leftOut = items.find(({ observation }) => observation.rule === LEFT_OUT);
    const known = unit ? (problems.get(unit) ?? []) : [];
    found.set(outline.key, {
      ...assemble(module, items),
      problems: leftOut ? [...known, leftOutProblem(module, node, leftOut)] : known,
    });
  }
  return found;
}

function leftOutProblem(module: PythonModule, node: PositionedNode, { observation, via }: Item): AnalysisProblem {
  const [callee] = via;
  const where = callee === undefined ? "" : `, by way of ${callee}`;
  return {
    analysis: "effects",
    code: "too_many_effects",
    detail: `Effects of called functions are left out: it ${observation.description}${where}.`,
    span: spanOf(module, node),
  };
}

/** One effect per kind and target, with all its evidence. */
function assemble(module: PythonModule, items: Item[]): { effects: Effect[]; evidence: Evidence[] } {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = `${item.observation.effect_type} ${item.observation.target}`;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  const evidence = new Map<string, Evidence>();
  const effects = [...groups.values()].flatMap((group) => {
    const [first] = [...group].sort(
      (left, right) => left.via.length - right.via.length || right.confidence - left.confidence,
    );
    if (!first) return [];
    const references = new Set<Evidence["id"]>();
    for (const item of group) {
      for (const one of evidenceOfItem(module, item)) {
        evidence.set(one.id, one);
        references.add(one.id);
      }
    }
    const { effect_type, target, description, source } = first.observation;
    const effect: Effect = {
      id: effectId(effect_type, target),
      effect_type,
      target,
      description,
      via: first.via,
      provenance: {
        source,
        confidence: group.reduce((most, item) => Math.max(most, item.confidence), 0),
        author: null,
        timestamp: null,
        evidence_refs: [...references],
      },
    };
    return [effect];
  });
  return { effects, evidence: [...evidence.values()] };
}

/** The observation itself, and the calls through which it is reached. */
function evidenceOfItem(module: PythonModule, { observation, via, nodes }: Item): Evidence[] {
  const { rule, description, target } = observation;
  if (via.length === 0) return [...nodes].map((node) => evidenceAt(module, node, rule, description));
  return [
    ...[...nodes].map((node) => evidenceAt(module, node, "effect-of-call", `calls ${via.join(" -> ")}: ${target}`)),
    evidenceAt(module, observation.node, rule, description),
  ];
}

const MAX_TEXT = 2000;
const MAX_MESSAGE = 2000;

function evidenceAt(module: PythonModule, node: PositionedNode, rule: string, message: string): Evidence {
  const span = spanOf(module, node);
  const whole = sliceOf(module, node);
  const text = whole.length > MAX_TEXT ? `${whole.slice(0, MAX_TEXT)}…` : whole;
  return { id: evidenceId(rule, span, text), rule, message: message.slice(0, MAX_MESSAGE), span, text };
}
