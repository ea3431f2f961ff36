import type { Constant, Moment } from "../question.ts";
import { symbol, type Term } from "../smt/term.ts";
import { isMutable, type PythonType } from "../types/python-type.ts";
import type { AlignedParameter } from "./alignment.ts";
import type { Claim, Side, SideName } from "./contract.ts";
import type { Vocabulary } from "./formula.ts";
import { meet } from "./subtype.ts";

/** Whether the premises imply one of the goals; without a goal, whether they contradict each other. */
export interface Question {
  premises: Claim[];
  goals: Claim[];
  vocabulary: Vocabulary;
  types: ReadonlyMap<string, PythonType>;
  result: PythonType | null;
  /** Whether the witness is a call with its result. */
  returns: boolean;
  /** Objects that may be another on return, though no effect of the premises' side says so. */
  frame: { name: string; entry: Term; exit: Term; type: PythonType }[];
  /** Whether some object may change on the premises' side. */
  anythingChanges: boolean;
  inferred: ReadonlyMap<string, string>;
  function: string;
  parameters: readonly AlignedParameter[];
}

/** What nothing is known of may be mutable, and the same object as another. */
const UNKNOWN: PythonType = { kind: "opaque", name: null };

export class Questions {
  readonly #sides: Record<SideName, Side>;
  readonly #parameters: readonly AlignedParameter[];

  constructor(sides: Record<SideName, Side>, parameters: readonly AlignedParameter[]) {
    this.#sides = sides;
    this.#parameters = parameters;
  }

  /** About the calls that one side admits. `types` replaces the types of some parameters. */
  ofCalls(
    side: SideName,
    premises: Claim[],
    goals: Claim[],
    types: ReadonlyMap<string, PythonType> = new Map(),
  ): Question {
    const other = this.#sides[side === "from" ? "to" : "from"].types;
    const own = [...this.#sides[side].types].filter(([name]) => other.has(name));
    const all = new Map(own.map(([name, type]) => [name, types.get(name) ?? type]));
    return this.#question(side, premises, goals, all, null, false);
  }

  /** About calls that both sides admit, and what one side answers to them. */
  ofReturns(side: SideName, premises: Claim[], goals: Claim[], result: PythonType | null): Question {
    return this.#question(side, premises, goals, this.#shared(), result, true);
  }

  /** About calls that both sides admit. */
  ofSharedCalls(side: SideName, premises: Claim[], goals: Claim[]): Question {
    return this.#question(side, premises, goals, this.#shared(), null, false);
  }

  #shared(): Map<string, PythonType | null> {
    const { from, to } = this.#sides;
    return new Map(
      [...from.types].flatMap(([name, type]) =>
        to.types.has(name) ? [[name, meet(type, to.types.get(name) ?? null)] as const] : [],
      ),
    );
  }

  #question(
    side: SideName,
    premises: Claim[],
    goals: Claim[],
    all: ReadonlyMap<string, PythonType | null>,
    result: PythonType | null,
    returns: boolean,
  ): Question {
    const { from, to } = this.#sides;
    const types = new Map([...all].flatMap(([name, type]) => (type === null ? [] : [[name, type] as const])));
    const changes = (name: string, type: PythonType) =>
      isMutable(type) && (from.mayChange.has(name) || to.mayChange.has(name));
    const exitOf = (name: string, type: PythonType) => symbol(changes(name, type) ? `${name} on return` : name);
    const known = new Set([...from.types.keys(), ...to.types.keys()]);
    const vocabulary: Vocabulary = {
      constant: (name, moment) => {
        if (name === "result" && !known.has(name))
          return returns && moment === "exit" && result !== null ? { symbol: symbol(name), type: result } : null;
        const type = types.get(name);
        if (type === undefined) return null;
        if (moment === "entry") return { symbol: symbol(name), type };
        const unchanged = isMutable(type) && !changes(name, type);
        return { symbol: exitOf(name, type), type, ...(unchanged ? { assumption: `unchanged:${name}` } : {}) };
      },
      binds: (name) => known.has(name) || name === "result",
    };
    const own = this.#sides[side];
    const frame = [...types].flatMap(([name, type]) =>
      returns && changes(name, type) && !own.mayChange.has(name)
        ? [{ name, entry: symbol(name), exit: exitOf(name, type), type }]
        : [],
    );
    return {
      premises,
      goals,
      vocabulary,
      types,
      result,
      returns,
      frame,
      anythingChanges: [...own.mayChange].some((name) => isMutable(types.get(name) ?? UNKNOWN)),
      inferred: new Map([...from.inferred, ...to.inferred]),
      function: from.ir.signature.name,
      parameters: this.#parameters,
    };
  }
}

/** The constants whose values a model gives. */
export function constantsOf({ types, vocabulary, returns }: Question): Constant[] {
  const constants: Constant[] = [];
  const add = (name: string, moment: Moment) => {
    const constant = vocabulary.constant(name, moment);
    if (constant !== null && !constants.some((known) => known.symbol === constant.symbol))
      constants.push({ name, moment, symbol: constant.symbol, type: constant.type });
  };
  for (const name of types.keys()) add(name, "entry");
  if (returns) for (const name of [...types.keys(), "result"]) add(name, "exit");
  return constants;
}
