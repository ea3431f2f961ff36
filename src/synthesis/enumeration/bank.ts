import type { ComprehensionKind } from "./comprehensions.ts";
import type { Entry, Form } from "./entry.ts";
import type { Idiom } from "./idiom.ts";
import { type Bindings, BOOL, depthOf, elementOf, listOf, substitute, type Type, unify } from "./types.ts";
import { FAILURE, hashed, hashValue, itemsOf, PyDict, type Value } from "./values.ts";

/** What a search may still spend. One program on eight rows is one unit. */
export interface Meter {
  left: number;
  programs: number;
}

/** An idiom or kind of comprehension with its cost for the request at hand. */
export interface Weighted<Kind> {
  kind: Kind;
  cost: number;
}

export interface Prices {
  idioms: readonly Weighted<Idiom>[];
  comprehensions: readonly Weighted<ComprehensionKind>[];
}

interface Bucket {
  type: Type;
  /** By cost. */
  levels: Entry[][];
  seen: Set<number>;
}

interface Source {
  entry: Entry;
  binders: readonly string[];
  inner: Bank;
  /** Where each outer row's items start among the inner rows. */
  offsets: readonly number[];
  items: readonly (readonly Value[] | null)[];
}

const MAX_SOURCES = 24;
const MAX_INNER_ROWS = 700;
/** `list[tuple[int, int]]` is three deep. */
const MAX_TYPE_DEPTH = 3;
const MAX_TYPES = 36;
/** Closed expressions up to this cost may stand inside a comprehension. */
const MAX_CLOSED_COST = 5;

/**
 * All programs over some leaves in order of cost, one for each behaviour on the rows (bottom-up enumeration with observational equivalence: Albarghouthi,
 * Gulwani and Kincaid, "Recursive program synthesis", CAV 2013; Udupa et al., "TRANSIT", PLDI 2013). The idioms' costs come from the words of the request, as in
 * Shi, Bieber and Singh, "TF-Coder", TOPLAS 2022. Bodies of comprehensions are programs of a bank of their own, whose rows are the source's items.
 */
export class Bank {
  readonly buckets: Bucket[] = [];
  readonly #byType = new Map<Type, Bucket>();
  readonly #rows: number;
  /** The first rows, on which a program must not fail. */
  readonly #checked: number;
  readonly #leaves: readonly Entry[];
  readonly #prices: Prices;
  readonly #meter: Meter;
  readonly #depth: number;
  readonly #sources: Source[] = [];
  readonly #seenSources = new Set<Entry>();
  readonly #assignments = new Map<Idiom, { buckets: number; found: { arguments: Bucket[]; result: Type }[] }>();
  readonly #scratch: Value[];
  /** Called with every new program; those that fail on some checked rows are shown and not kept. */
  readonly #onProgram: ((entry: Entry) => void) | null;
  #grown = 0;
  #budget: number;

  constructor(options: {
    rows: number;
    checked: number;
    leaves: readonly Entry[];
    prices: Prices;
    meter: Meter;
    depth: number;
    budget: number;
    onProgram: ((entry: Entry) => void) | null;
  }) {
    this.#rows = options.rows;
    this.#checked = options.checked;
    this.#leaves = options.leaves;
    this.#prices = options.prices;
    this.#meter = options.meter;
    this.#depth = options.depth;
    this.#budget = options.budget;
    this.#onProgram = options.onProgram;
    this.#scratch = new Array<Value>(options.rows).fill(null);
  }

  entriesOf(type: Type, cost: number): readonly Entry[] {
    return this.#byType.get(type)?.levels[cost] ?? [];
  }

  /** Makes all programs up to a cost. False when the budget ends before. */
  growTo(cost: number): boolean {
    while (this.#grown < cost) {
      if (this.#spent()) return false;
      this.#grown++;
      if (!this.#grow(this.#grown)) return false;
    }
    return true;
  }

  #spent(): boolean {
    return this.#meter.left <= 0 || this.#budget <= 0;
  }

  #grow(cost: number): boolean {
    for (const leaf of this.#leaves) if (leaf.cost === cost) this.#insert(leaf);
    for (const { kind, cost: own } of this.#prices.idioms) {
      if (own + kind.parameters.length > cost) continue;
      for (const { arguments: buckets, result } of this.#assign(kind)) {
        if (this.#spent()) return false;
        this.#combine(kind, buckets, result, cost, cost - own);
      }
    }
    if (this.#depth > 0)
      for (const source of this.#sourcesBelow(cost - 2)) if (!this.#comprehend(source, cost)) return false;
    return true;
  }

  /** All ways to take the idiom's arguments from the types present. */
  #assign(idiom: Idiom): { arguments: Bucket[]; result: Type }[] {
    const known = this.#assignments.get(idiom);
    if (known !== undefined && known.buckets === this.buckets.length) return known.found;
    const found: { arguments: Bucket[]; result: Type }[] = [];
    const choose = (position: number, chosen: readonly Bucket[], bindings: Bindings): void => {
      const pattern = idiom.parameters[position];
      if (pattern === undefined) {
        const result = substitute(idiom.result, bindings);
        if (depthOf(result) <= MAX_TYPE_DEPTH || this.#byType.has(result))
          found.push({ arguments: [...chosen], result });
        return;
      }
      for (const bucket of this.buckets) {
        const trial: Bindings = new Map(bindings);
        if (unify(pattern, bucket.type, trial)) choose(position + 1, [...chosen, bucket], trial);
      }
    };
    choose(0, [], new Map());
    this.#assignments.set(idiom, { buckets: this.buckets.length, found });
    return found;
  }

  #combine(idiom: Idiom, buckets: readonly Bucket[], result: Type, cost: number, rest: number): void {
    const [first, second, third] = buckets;
    if (first === undefined) return;
    if (second === undefined) {
      for (const a of first.levels[rest] ?? []) this.#apply(idiom, [a], result, cost);
      return;
    }
    for (let left = 1; left < rest; left++) {
      const starts = first.levels[left];
      if (starts === undefined) continue;
      if (third === undefined) {
        if (idiom.commutative && left > rest - left) continue;
        for (const a of starts) {
          if (this.#spent()) return;
          for (const b of second.levels[rest - left] ?? []) this.#apply(idiom, [a, b], result, cost);
        }
        continue;
      }
      for (let middle = 1; middle < rest - left; middle++) {
        for (const a of starts) {
          if (this.#spent()) return;
          for (const b of second.levels[middle] ?? []) {
            for (const c of third.levels[rest - left - middle] ?? []) this.#apply(idiom, [a, b, c], result, cost);
          }
        }
      }
    }
  }

  #apply(idiom: Idiom, args: readonly [Entry, ...Entry[]], type: Type, cost: number): void {
    const [a, b, c] = args;
    if (a.constant && (b?.constant ?? true) && (c?.constant ?? true)) return;
    if (b !== undefined && a === b && idiom.name !== "zip" && idiom.name !== "multiply" && idiom.name !== "power")
      return;
    const { apply } = idiom;
    const scratch = this.#scratch;
    for (let row = 0; row < this.#rows; row++) {
      const x = a.values[row] as Value;
      if (x === FAILURE) {
        scratch[row] = FAILURE;
      } else if (b === undefined) {
        scratch[row] = apply(x);
      } else {
        const y = b.values[row] as Value;
        if (y === FAILURE) scratch[row] = FAILURE;
        else if (c === undefined) scratch[row] = apply(x, y);
        else scratch[row] = c.values[row] === FAILURE ? FAILURE : apply(x, y, c.values[row] as Value);
      }
    }
    const bound = a.bound || (b?.bound ?? false) || (c?.bound ?? false);
    this.#offer(type, cost, bound, () => ({ kind: "apply", idiom, arguments: args }));
  }

  /** Takes what stands in the scratch row as a new program, unless one of the type behaves the same. */
  #offer(type: Type, cost: number, bound: boolean, form: () => Form): void {
    const weight = 1 + this.#rows / 8;
    this.#meter.left -= weight;
    this.#meter.programs++;
    this.#budget -= weight;
    const scratch = this.#scratch;
    let failed = 0;
    for (let row = 0; row < this.#checked; row++) if (scratch[row] === FAILURE) failed++;
    if (failed > 0 && (this.#onProgram === null || failed === this.#checked)) return;
    if (this.buckets.length >= MAX_TYPES && !this.#byType.has(type)) return;
    const bucket = this.#bucket(type);
    const before = hashed.count;
    const hash = hashRows(scratch);
    const size = (hashed.count - before) / 24;
    this.#meter.left -= size;
    this.#budget -= size;
    if (bucket.seen.has(hash)) return;
    bucket.seen.add(hash);
    const entry: Entry = { type, cost, values: scratch.slice(), form: form(), constant: false, bound };
    if (failed === 0) this.#keep(bucket, entry);
    this.#onProgram?.(entry);
  }

  #insert(leaf: Entry): void {
    const bucket = this.#bucket(leaf.type);
    const hash = hashRows(leaf.values);
    if (bucket.seen.has(hash)) return;
    bucket.seen.add(hash);
    this.#keep(bucket, leaf);
    this.#onProgram?.(leaf);
  }

  #keep(bucket: Bucket, entry: Entry): void {
    const level = bucket.levels[entry.cost];
    if (level === undefined) bucket.levels[entry.cost] = [entry];
    else level.push(entry);
  }

  #bucket(type: Type): Bucket {
    const known = this.#byType.get(type);
    if (known !== undefined) return known;
    const made: Bucket = { type, levels: [], seen: new Set() };
    this.#byType.set(type, made);
    this.buckets.push(made);
    return made;
  }

  #sourcesBelow(cost: number): readonly Source[] {
    for (const bucket of [...this.buckets]) {
      const element = elementOf(bucket.type);
      if (element === null) continue;
      for (let level = 1; level <= cost; level++) {
        for (const entry of bucket.levels[level] ?? []) {
          if (this.#sources.length >= MAX_SOURCES) return this.#sources;
          if (entry.constant || this.#seenSources.has(entry)) continue;
          this.#seenSources.add(entry);
          const source = this.#open(entry, element);
          if (source !== null) this.#sources.push(source);
        }
      }
    }
    return this.#sources;
  }

  /** The bank of bodies over a source's items; null when it has none, or too many. */
  #open(entry: Entry, element: Type): Source | null {
    const items = entry.values.map((value) => itemsOf(value));
    const offsets: number[] = [];
    let total = 0;
    let checked = 0;
    items.forEach((list, row) => {
      offsets.push(total);
      total += list?.length ?? 0;
      if (row < this.#checked) checked = total;
    });
    offsets.push(total);
    if (checked === 0 || total > MAX_INNER_ROWS) return null;
    const spread = (values: readonly Value[]): Value[] => {
      const rows: Value[] = [];
      items.forEach((list, row) => {
        for (let index = 0; index < (list?.length ?? 0); index++) rows.push(values[row] ?? null);
      });
      return rows;
    };
    const leaves: Entry[] = [];
    const taken = new Set<string>();
    for (const bucket of this.buckets) {
      for (let cost = 1; cost <= MAX_CLOSED_COST; cost++) {
        for (const closed of bucket.levels[cost] ?? []) {
          if (closed.form.kind === "parameter") taken.add(closed.form.name);
          const leaf = closed.form.kind === "parameter" || closed.form.kind === "constant";
          if (!leaf && (bucket.type.parts.length > 0 || closed.type === BOOL)) continue;
          leaves.push({ ...closed, cost: closed.cost + (leaf ? 0 : 1), values: spread(closed.values), bound: false });
        }
      }
    }
    const flat = items.flatMap((list) => list ?? []);
    const tuple = element.head === "tuple" && element.parts.length > 1 && element.parts[1]?.id !== "...";
    const binders = bindersFor(entry, element, tuple ? element.parts.length : 1, taken);
    const variables = binders.map(
      (name, index): Entry => ({
        type: tuple ? (element.parts[index] ?? element) : element,
        cost: 1,
        values: tuple ? flat.map((item) => itemsOf(item)?.[index] ?? null) : flat,
        form: { kind: "parameter", name },
        constant: false,
        bound: true,
      }),
    );
    const inner = new Bank({
      rows: total,
      checked,
      leaves: [...variables, ...leaves],
      prices: this.#prices,
      meter: this.#meter,
      depth: this.#depth - 1,
      budget: this.#budget / 10,
      onProgram: null,
    });
    return { entry, binders, inner, offsets, items };
  }

  #comprehend(source: Source, cost: number): boolean {
    for (const { kind, cost: own } of this.#prices.comprehensions) {
      if (kind.single && source.binders.length > 1) continue;
      const rest = cost - own - source.entry.cost;
      if (rest < 1) continue;
      source.inner.growTo(kind.needs === "both" ? rest - 1 : rest);
      if (kind.needs !== "both") {
        for (const bucket of [...source.inner.buckets]) {
          if (kind.needs === "condition" && bucket.type !== BOOL) continue;
          for (const body of bucket.levels[rest] ?? []) {
            if (this.#spent()) return false;
            if (kind.needs === "condition") this.#collect(kind, source, null, body, cost);
            else this.#collect(kind, source, body, null, cost);
          }
        }
        continue;
      }
      for (let left = 1; left < rest; left++) {
        for (const condition of source.inner.entriesOf(BOOL, left)) {
          if (!condition.bound) continue;
          for (const bucket of [...source.inner.buckets]) {
            for (const element of bucket.levels[rest - left] ?? []) {
              if (this.#spent()) return false;
              if (element.form.kind === "parameter" && source.binders.length === 1) continue;
              this.#collect(kind, source, element, condition, cost);
            }
          }
        }
      }
    }
    return true;
  }

  #collect(
    kind: ComprehensionKind,
    source: Source,
    element: Entry | null,
    condition: Entry | null,
    cost: number,
  ): void {
    if (!(element?.bound ?? true) || !(condition?.bound ?? true)) return;
    const itemType = elementOf(source.entry.type);
    if (itemType === null) return;
    const type = kind.result(source.entry.type, element?.type ?? itemType);
    if (type === null || depthOf(type) > MAX_TYPE_DEPTH || type === listOf(type)) return;
    if (element?.form.kind === "parameter" && source.binders.length === 1) return;
    for (let row = 0; row < this.#rows; row++) this.#scratch[row] = collectRow(kind, source, row, element, condition);
    const bound = source.entry.bound;
    this.#offer(type, cost, bound, () => ({
      kind: "comprehension",
      comprehension: kind,
      source: source.entry,
      binders: source.binders,
      element,
      condition,
    }));
  }
}

function collectRow(
  kind: ComprehensionKind,
  source: Source,
  row: number,
  element: Entry | null,
  condition: Entry | null,
): Value {
  const list = source.items[row];
  if (list === null || list === undefined) return FAILURE;
  const start = source.offsets[row] ?? 0;
  const items: Value[] = [];
  const elements: Value[] = [];
  for (let index = 0; index < list.length; index++) {
    if (condition !== null) {
      const holds = condition.values[start + index];
      if (holds === FAILURE) return FAILURE;
      if (holds !== true) continue;
    }
    const value = element === null ? null : (element.values[start + index] as Value);
    if (value === FAILURE) return FAILURE;
    items.push(list[index] as Value);
    elements.push(value);
  }
  return kind.apply(items, elements);
}

function hashRows(values: readonly Value[]): number {
  let high = 7;
  let low = 11;
  for (let row = 0; row < values.length; row++) {
    const hash = hashValue(values[row] as Value);
    high = Math.imul(high ^ hash, 0x9e3779b1) ^ (high >>> 15);
    low = Math.imul(low + hash, 0x85ebca6b) ^ (low >>> 13);
  }
  return (high >>> 0) * 2097152 + (low >>> 11);
}

/** Names for the variables, after what the source holds, none of them taken. */
function bindersFor(entry: Entry, element: Type, count: number, taken: ReadonlySet<string>): string[] {
  const enumerated = entry.form.kind === "apply" && entry.form.idiom.name.startsWith("enumerate");
  const wanted =
    count === 3
      ? ["a", "b", "c"]
      : count === 2
        ? enumerated
          ? ["i", "x"]
          : entry.type.parts[0] === element && entry.values.some((v) => v instanceof PyDict)
            ? ["key", "value"]
            : ["a", "b"]
        : element.head === "str"
          ? [entry.type.head === "str" ? "c" : "word"]
          : element.head === "int" || element.head === "float"
            ? ["x"]
            : ["item"];
  return Array.from({ length: count }, (_, index) => {
    let name = wanted[index] ?? `x${index}`;
    while (taken.has(name)) name = `${name}_`;
    return name;
  });
}
