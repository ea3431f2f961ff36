import type { PositionedNode } from "../module.ts";
import { callLibraryShape } from "./callbacks.ts";
import { Environment } from "./environment.ts";
import { isCaught } from "./exceptions.ts";
import type { CallEdge, Observation, Program, Unit } from "./program.ts";
import { receiverName } from "./program.ts";
import type { Root, Shape, Value } from "./value.ts";
import { isItself, isWrapped, rootsThrough } from "./value.ts";
import type { Walk } from "./walk.ts";
import { describeRoot } from "./walk.ts";

/** An effect of a unit, its own or one of a unit it calls. */
export interface Item {
  observation: Observation;
  /** Units between, from the one that is called to the one that does it. */
  via: string[];
  confidence: number;
  /** Calls in this unit through which the effect is reached; its own observation where `via` is empty. */
  nodes: Set<PositionedNode>;
}

export type Summaries = Map<Unit, Map<string, Item>>;

/** Most effects that a function takes over from those it calls, and most calls between. */
const MAX_INHERITED = 200;
const MAX_CHAIN = 50;
/** Most effects, with their evidence, that are handed on in a module, and most looks at a call for whether it hands one on. */
const MAX_HANDED_ON = 12_000;
const MAX_STEPS = 300_000;

/**
 * Effects of all units, those of called units included: a worklist over the call graph, first come first served, so that the first chain by which
 * an effect arrives is a shortest one. What is handed on is bounded; a function that lacks effects for that has an `unknown_call` instead, as have its
 * callers.
 */
export function propagate(program: Program): Summaries {
  const summaries: Summaries = new Map(program.units.map((unit) => [unit, new Map()]));
  const callers = new Map<Unit, { caller: Unit; edge: CallEdge }[]>();
  const queue: { unit: Unit; item: Item }[] = [];
  const inherited = new Map<Unit, number>();
  const left = { items: MAX_HANDED_ON, steps: MAX_STEPS };
  /** Units that lack an effect, or evidence of one. */
  const cut = new Set<Unit>();
  const add = (unit: Unit, item: Item) => {
    const summary = summaries.get(unit);
    if (!summary) return;
    const isInherited = item.via.length > 0;
    const key = itemKey(item.observation);
    const known = summary.get(key);
    if (known) {
      if (known.via.length === item.via.length) {
        const added = [...item.nodes].filter((node) => !known.nodes.has(node));
        if (isInherited) left.items -= added.length;
        if (isInherited && left.items < 0) cut.add(unit);
        else for (const node of added) known.nodes.add(node);
        known.confidence = Math.max(known.confidence, item.confidence);
      }
      return;
    }
    if (isInherited) {
      const count = inherited.get(unit) ?? 0;
      if (count >= MAX_INHERITED || item.via.length > MAX_CHAIN || left.items <= 0) {
        cut.add(unit);
        return;
      }
      inherited.set(unit, count + 1);
      left.items -= 1;
    }
    summary.set(key, item);
    queue.push({ unit, item });
  };
  const addEdge = (caller: Unit, edge: CallEdge) => {
    const edges = callers.get(edge.callee);
    if (edges) edges.push({ caller, edge });
    else callers.set(edge.callee, [{ caller, edge }]);
  };
  const met = new Set<string>();
  /** A callable that a caller passes to a function which calls it: from then on the caller calls it. */
  const addPassed = (caller: Unit, edge: CallEdge, item: Item) => {
    for (const shape of passedShapes(edge, item.observation)) {
      if (shape.kind === "function") {
        const key = `${caller.key} ${shape.unit.key} ${edge.node.lineno}:${edge.node.col_offset}`;
        if (met.has(key)) continue;
        met.add(key);
        const passed = { ...edge, callee: shape.unit, bindings: boundReceiver(shape), closure: shape.closure };
        addEdge(caller, passed);
        for (const known of [...(summaries.get(shape.unit)?.values() ?? [])]) {
          left.steps -= 1;
          if (left.steps <= 0) {
            cut.add(caller);
            break;
          }
          for (const carried of carry(caller, passed, known)) add(caller, carried);
        }
      } else {
        for (const observation of observationsOfShape(program, caller, edge, shape)) {
          const confidence = Math.min(observation.confidence, edge.confidence);
          add(caller, { ...stepOf(edge, item), observation, confidence });
        }
      }
    }
  };
  for (const unit of program.units) {
    for (const edge of [...unit.calls, ...unit.wrappers]) addEdge(unit, edge);
    for (const observation of unit.observations) {
      add(unit, { observation, via: [], confidence: observation.confidence, nodes: new Set([observation.node]) });
    }
  }
  for (const unit of program.units) {
    for (const observation of unit.declared) {
      const item: Item = {
        observation,
        via: [],
        confidence: observation.confidence,
        nodes: new Set([observation.node]),
      };
      for (const { caller, edge } of callers.get(unit) ?? []) {
        for (const carried of carry(caller, edge, item)) add(caller, carried);
      }
    }
  }
  const drain = () => {
    for (let index = 0; index < queue.length; index += 1) {
      const entry = queue[index];
      if (!entry) continue;
      if (left.steps <= 0) {
        const waiting = new Set(queue.slice(index).map(({ unit }) => unit));
        for (const unit of waiting) for (const { caller } of callers.get(unit) ?? []) cut.add(caller);
        break;
      }
      for (const { caller, edge } of callers.get(entry.unit) ?? []) {
        left.steps -= 1;
        if (entry.item.observation.effect_type === "unknown_call") addPassed(caller, edge, entry.item);
        for (const item of carry(caller, edge, entry.item)) add(caller, item);
      }
    }
    queue.length = 0;
  };
  drain();
  addReads(program, summaries, cut, add);
  drain();
  addLeftOut(summaries, callers, cut);
  return summaries;
}

function itemKey({ effect_type, target, root }: Observation): string {
  return `${effect_type} ${target} ${root ? `${root.owner} ${root.unit?.key ?? ""} ${root.steps} ${root.name}` : ""}`;
}

/** Rule of the effect that stands for those that were not handed on. */
export const LEFT_OUT = "effects-left-out";

/** Notes that units, and whoever calls them, may have more effects than they list. */
function addLeftOut(
  summaries: Summaries,
  callers: ReadonlyMap<Unit, { caller: Unit; edge: CallEdge }[]>,
  cut: ReadonlySet<Unit>,
): void {
  const reached = new Map<Unit, Item>();
  for (const unit of cut) {
    const observation: Observation = {
      effect_type: "unknown_call",
      target: "effects left out",
      description: `calls functions with more effects than are followed (${MAX_INHERITED} a function, over ${MAX_CHAIN} calls, ${MAX_HANDED_ON} a module)`,
      rule: LEFT_OUT,
      confidence: 0.3,
      source: "static",
      node: unit.node,
      root: null,
      exception: null,
    };
    reached.set(unit, { observation, via: [], confidence: 0.3, nodes: new Set([unit.node]) });
  }
  // Callers join the map while it is walked.
  for (const [unit, item] of reached) {
    const { observation } = item;
    summaries.get(unit)?.set(LEFT_OUT, item);
    for (const { caller, edge } of callers.get(unit) ?? []) {
      if (reached.has(caller)) continue;
      const via = [edge.callee.key.replace(/@.*$/, "")];
      reached.set(caller, { observation, via, confidence: 0.3, nodes: new Set([edge.node]) });
    }
  }
}

/**
 * Reading a module variable is an effect where some function of the file changes it. Where effects are left out, any function may be the one: then a
 * reader lacks an effect, too.
 */
function addReads(program: Program, summaries: Summaries, cut: Set<Unit>, add: (unit: Unit, item: Item) => void): void {
  const isCut = cut.size > 0;
  const changed = new Set<string>();
  for (const [unit, summary] of summaries) {
    if (unit === program.body) continue;
    for (const { observation } of summary.values()) {
      if (observation.effect_type === "state" && observation.root?.owner === "global")
        changed.add(observation.root.name);
    }
  }
  for (const unit of program.units) {
    for (const [name, node] of unit.global_reads) {
      if (!changed.has(name)) {
        if (isCut) cut.add(unit);
        continue;
      }
      const observation: Observation = {
        effect_type: "state",
        target: `read:${name}`,
        description: `reads the module's \`${name}\`, which a function of the file changes`,
        rule: "global-read",
        confidence: 0.9,
        source: "static",
        node,
        root: null,
        exception: null,
      };
      add(unit, { observation, via: [], confidence: 0.9, nodes: new Set([node]) });
    }
  }
}

function stepOf(edge: CallEdge, item: Item): Omit<Item, "observation"> {
  return {
    via: [edge.callee.key.replace(/@.*$/, ""), ...item.via],
    confidence: Math.round(item.confidence * edge.confidence * 1000) / 1000,
    nodes: new Set([edge.node]),
  };
}

/** What an effect of the callee means for the caller. */
function carry(caller: Unit, edge: CallEdge, item: Item): Item[] {
  const { observation } = item;
  const step = stepOf(edge, item);
  if (observation.effect_type === "exception") {
    return isCaught(observation.exception, edge.guards) ? [] : [{ observation, ...step }];
  }
  const { root } = observation;
  if (!root) return [{ observation, ...step }];
  if (observation.effect_type === "unknown_call")
    return carryUnknownCall(caller, edge, observation, root).map((carried) => ({ observation: carried, ...step }));
  return rootsFor(caller, edge, root).map((carried) => ({ observation: rooted(observation, carried), ...step }));
}

function rootsFor(caller: Unit, edge: CallEdge, root: Root): Root[] {
  const attribute = root.path.startsWith(`${root.name}.`) ? root.path.slice(root.name.length + 1) : null;
  const changed = (value: Value | undefined): Root[] => {
    const roots = value?.roots ?? [];
    const changed = rootsThrough(root, roots).filter((one) => !isWrapped(one));
    if (root.steps > 0 || attribute === null) return changed;
    return changed.map((one) =>
      isItself(one) && one.path === one.name ? { ...one, path: `${one.name}.${attribute}` } : one,
    );
  };
  const given = valueGiven(edge, root);
  if (given !== undefined) return changed(given);
  if (root.owner === "parameter") return root.unit === edge.callee ? [] : [root];
  if (root.owner === "free" && root.unit === caller) {
    const aliases = changed(caller.bindings.get(root.name)).filter(
      (one) => one.unit !== caller || one.owner !== "free",
    );
    return [...aliases, ...parameterRoot(caller, root)];
  }
  // A variable of a call that has ended lives on in the closure alone.
  return root.owner === "free" && edge.closure && root.unit === edge.callee.parent ? [] : [root];
}

/** What a variable of the callee, or of the function around it, got from this call or when the closure was made. */
function valueGiven(edge: CallEdge, root: Root): Value | undefined {
  if (root.owner === "parameter" && root.unit === edge.callee) return edge.bindings.get(root.name);
  if (root.owner === "free" && root.unit === edge.callee.parent) return edge.closure?.get(root.name);
  return undefined;
}

/** Callables that the caller gives where the callee calls something it was given. */
function passedShapes(edge: CallEdge, { root }: Observation): Shape[] {
  return root ? (valueGiven(edge, root)?.shapes ?? []) : [];
}

function boundReceiver(shape: Extract<Shape, { kind: "function" }>): Map<string, Value> {
  const name = shape.receiver ? receiverName(shape.unit) : null;
  return name !== null && shape.receiver ? new Map([[name, shape.receiver]]) : new Map();
}

/** What calling a library function does, as an observation at the call that passes it on. */
function observationsOfShape(program: Program, caller: Unit, edge: CallEdge, shape: Shape): Observation[] {
  const probe: Unit = { ...caller, observations: [], calls: [] };
  const walk: Walk = {
    program,
    unit: probe,
    env: new Environment(),
    class_bodies: [],
    guards: edge.guards,
    handling: [],
    loops: 0,
    returns: null,
    returning: null,
  };
  callLibraryShape(walk, edge.node, shape);
  return probe.observations;
}

/** A variable of the caller that a nested function changes is the caller's own business, unless it is a parameter's object. */
function parameterRoot(caller: Unit, root: Root): Root[] {
  const { parameters } = caller;
  if (!parameters) return [];
  const names = [...parameters.posonlyargs, ...parameters.args, ...parameters.kwonlyargs].map(
    (parameter) => parameter.arg,
  );
  return names.includes(root.name) ? [{ ...root, owner: "parameter" }] : [];
}

function rooted(observation: Observation, root: Root): Observation {
  return {
    ...observation,
    effect_type: root.owner === "parameter" ? "mutation" : "state",
    target: root.path,
    description: `changes ${describeRoot(root, root.path)}`,
    root,
  };
}

/** A callable that the caller passes is known to the caller, or is something it was given itself. */
function carryUnknownCall(caller: Unit, edge: CallEdge, observation: Observation, root: Root): Observation[] {
  if (root.owner === "free" && root.unit === caller) {
    const own = parameterRoot(caller, root);
    return own.length > 0 ? own.map((one) => ({ ...observation, root: one })) : [{ ...observation, root: null }];
  }
  const given = valueGiven(edge, root);
  if (!given) return [observation];
  if (given.complete && given.shapes.length > 0) return [];
  const passed = given.roots.filter((one) => one.owner !== "global" && isItself(one));
  if (passed.length === 0) return [observation];
  return passed.map((one) => ({ ...observation, target: one.path, root: one }));
}
