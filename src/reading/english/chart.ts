import type { Expression } from "../../ir/expression/ast.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { Constituent, Mention } from "./constituent.ts";
import type { Grammar, Rule } from "./grammar.ts";
import type { Step } from "./pattern.ts";
import { fill, templateOf } from "./template.ts";
import type { Token } from "./tokens.ts";
import { type Bindings, narrow, resolve, showType, type Type, unify } from "./types.ts";

/** Most readings that are kept of one stretch of words as one category; those that need the least. */
const READINGS_KEPT = 8;
/** Most constituents of a chart: what needs more is not read. */
const MAX_CONSTITUENTS = 20_000;

/** A rule of which the first steps are matched. */
interface Edge {
  rule: Rule;
  dot: number;
  start: number;
  end: number;
  bindings: Bindings;
  slots: readonly (readonly [string, Constituent])[];
  texts: readonly (readonly [string, Expression])[];
  introduced: readonly Mention[];
}

/**
 * All phrases of the tokens, bottom-up, short ones first: an active chart parser (Kay 1980) whose rules start at their left corner. A rule may
 * pass over skippable tokens between its steps.
 */
export class Chart {
  readonly #tokens: readonly Token[];
  readonly #grammar: Grammar;
  /** Waiting for a category at a token. */
  readonly #waiting = new Map<string, Edge[]>();
  /** Found, by start and category. */
  readonly #found = new Map<string, Constituent[]>();
  readonly #agenda: Constituent[][] = [];
  readonly #known = new Map<string, Set<string>>();
  #count = 0;

  constructor(tokens: readonly Token[], grammar: Grammar) {
    this.#tokens = tokens;
    this.#grammar = grammar;
    for (const [index, token] of tokens.entries()) this.#scan(index, token);
    for (let length = 0; length < this.#agenda.length; length++) {
      for (let next = this.#cheapest(length); next !== null; next = this.#cheapest(length)) this.#complete(next);
    }
  }

  /** Constituents of a category from one token to another, skippable tokens at the ends aside. */
  spanning(category: string): Constituent[] {
    return this.#reachable(0)
      .flatMap((start) => this.#found.get(`${start} ${category}`) ?? [])
      .filter(({ end }) => this.#reachable(end).includes(this.#tokens.length));
  }

  /** Every constituent that was found. */
  all(): Constituent[] {
    return [...this.#found.values()].flat();
  }

  #reachable(from: number): number[] {
    const positions = [from];
    for (let at = from; this.#tokens[at]?.skippable === true; at++) positions.push(at + 1);
    return positions;
  }

  #scan(index: number, token: Token): void {
    for (const lemma of new Set(token.lemmas))
      for (const rule of this.#grammar.byWord.get(lemma) ?? []) this.#begin(rule, index);
    for (const rule of this.#grammar.byToken) this.#begin(rule, index);
  }

  #begin(rule: Rule, start: number): void {
    this.#advance(
      { rule, dot: 0, start, end: start, bindings: new Map(), slots: [], texts: [], introduced: [] },
      start,
    );
  }

  /** Goes on from an edge whose next step stands at the token `at`, which no skipping separates from it. */
  #advance(edge: Edge, at: number): void {
    const step = edge.rule.steps[edge.dot];
    const token = this.#tokens[at];
    if (step === undefined || token === undefined) return;
    if (step.kind === "word") {
      if (wordMatches(step.words, token)) this.#proceed({ ...edge, dot: edge.dot + 1, end: at + 1 });
    } else if (step.kind === "token") {
      const text = tokenMeaning(step.token, token);
      if (text !== null)
        this.#proceed({ ...edge, dot: edge.dot + 1, end: at + 1, texts: [...edge.texts, [step.name, text]] });
    }
  }

  /** Takes what needs no tokens, then waits or finishes. */
  #proceed(edge: Edge): void {
    let current = edge;
    for (let step = current.rule.steps[current.dot]; step?.kind === "introduce"; step = current.rule.steps[current.dot])
      current = {
        ...current,
        dot: current.dot + 1,
        introduced: [...current.introduced, this.#introduce(step, current)],
      };
    const step = current.rule.steps[current.dot];
    if (step === undefined) {
      this.#finish(current);
      return;
    }
    for (const at of this.#reachable(current.end)) {
      if (step.kind !== "slot") {
        this.#advance(current, at);
        continue;
      }
      const key = `${at} ${step.category}`;
      const waiting = this.#waiting.get(key);
      if (waiting === undefined) this.#waiting.set(key, [current]);
      else waiting.push(current);
      for (const constituent of this.#found.get(key) ?? []) this.#combine(current, step, constituent);
    }
  }

  #introduce(step: Extract<Step, { kind: "introduce" }>, edge: Edge): Mention {
    const rank = edge.introduced.length;
    const last = this.#tokens[edge.end - 1];
    const position = last?.end ?? 0;
    return {
      id: `p__${position}_${rank}_${step.name}`,
      position,
      rank,
      name: null,
      label: step.name,
      type: step.type,
      definite: true,
    };
  }

  #combine(edge: Edge, step: Extract<Step, { kind: "slot" }>, constituent: Constituent): void {
    let bindings: Bindings | null = edge.bindings;
    for (const [index, wanted] of step.types.entries()) {
      const actual = constituent.types[index];
      bindings = bindings === null || actual === undefined ? null : unify(wanted, actual, bindings);
    }
    if (bindings === null) return;
    this.#proceed({
      ...edge,
      dot: edge.dot + 1,
      end: constituent.end,
      bindings,
      slots: [...edge.slots, [step.name, constituent]],
    });
  }

  #finish(edge: Edge): void {
    const { entry } = edge.rule;
    if (this.#count >= MAX_CONSTITUENTS) return;
    const slots = new Map(edge.slots);
    const names = new Map<string, Expression>(edge.texts);
    for (const [name, constituent] of edge.slots)
      for (const [part, expression] of Object.entries(constituent.parts)) {
        if (part === "v") names.set(name, expression);
        else if (/^g\d$/.test(part)) names.set(`${name}${part.slice(1)}`, expression);
      }
    for (const mention of edge.introduced) names.set(mention.label, { kind: "name", name: mention.id });
    const mentions = [
      ...edge.slots.flatMap(([, { mentions }]) => mentions),
      ...edge.introduced.map((mention) => ({ ...mention, type: resolve(mention.type, edge.bindings) })),
    ];
    const wanted = new Map(
      edge.rule.steps.flatMap((step) => (step.kind === "slot" ? [[step.name, step.types] as const] : [])),
    );
    const finished = mentions.map((mention) => narrowed(mention, edge.slots, wanted, edge.bindings));
    const own = this.#ownMention(edge);
    if (own !== null) names.set("self", { kind: "name", name: own.id });
    const parts: Record<string, Expression> = {};
    for (const [part, text] of Object.entries(entry.parts)) parts[part] = fill(templateOf(text), slots, names);
    this.#add({
      category: entry.category,
      start: edge.start,
      end: edge.end,
      types: edge.rule.types.map((type) => resolve(type, edge.bindings)),
      parts,
      mentions: own === null ? finished : [...finished, own],
      cost: entry.cost + edge.slots.reduce((sum, [, { cost }]) => sum + cost, 0),
      label: labelOf(edge, this.#tokens),
      choices: [
        ...new Set([
          ...edge.slots.flatMap(([, { choices }]) => choices),
          ...(entry.choice === undefined ? [] : [entry.choice]),
        ]),
      ],
    });
  }

  /** The parameter that a phrase is itself: its template says `self`. */
  #ownMention(edge: Edge): Mention | null {
    const { entry } = edge.rule;
    if (!Object.values(entry.parts).includes("self")) return null;
    const name = edge.texts.find(([slot]) => slot === "name")?.[1];
    const first = this.#tokens[edge.start];
    let at = edge.start - 1;
    while (this.#tokens[at]?.skippable === true && !/^(?:an?|the)$/i.test(this.#tokens[at]?.text ?? "")) at -= 1;
    const before = this.#tokens[at];
    const position = first?.start ?? 0;
    const ordinal = edge.texts.some(([slot]) => slot === "ordinal");
    return {
      id: `p__${position}_own`,
      position,
      rank: 0,
      name: name?.kind === "string" ? name.value : null,
      label: labelOf(edge, this.#tokens),
      type: resolve(edge.rule.types[0] ?? { name: "any", arguments: [] }, edge.bindings),
      definite: !(before !== undefined && /^(?:an?|another)$/i.test(before.text)) || ordinal,
    };
  }

  #add(constituent: Constituent): void {
    const place = `${constituent.start} ${constituent.category}`;
    const span = `${place} ${constituent.end}`;
    const known = this.#known.get(span) ?? new Set<string>();
    this.#known.set(span, known);
    const key = `${constituent.types.map(showType).join()} ${Object.entries(constituent.parts)
      .map(([part, expression]) => `${part}:${printExpression(expression)}`)
      .join(";")}`;
    // The agenda hands out cheap constituents first, so that a later one with the same meaning adds nothing.
    if (known.has(`${key} ${constituent.cost}`)) return;
    known.add(`${key} ${constituent.cost}`);
    const length = constituent.end - constituent.start;
    while (this.#agenda.length <= length) this.#agenda.push([]);
    this.#agenda[length]?.push({ ...constituent });
  }

  #cheapest(length: number): Constituent | null {
    const list = this.#agenda[length];
    if (list === undefined || list.length === 0) return null;
    let best = 0;
    for (const [index, { cost }] of list.entries()) if (cost < (list[best]?.cost ?? 0)) best = index;
    return list.splice(best, 1)[0] ?? null;
  }

  #complete(constituent: Constituent): void {
    const key = `${constituent.start} ${constituent.category}`;
    const found = this.#found.get(key) ?? [];
    this.#found.set(key, found);
    const same = found.filter(({ end }) => end === constituent.end);
    const text = meaningKey(constituent);
    if (same.length >= READINGS_KEPT || same.some((other) => meaningKey(other) === text)) return;
    if (this.#count >= MAX_CONSTITUENTS) return;
    this.#count += 1;
    found.push(constituent);
    for (const rule of this.#grammar.byCategory.get(constituent.category) ?? []) {
      const step = rule.steps[0];
      if (step?.kind === "slot")
        this.#combine(
          {
            rule,
            dot: 0,
            start: constituent.start,
            end: constituent.start,
            bindings: new Map(),
            slots: [],
            texts: [],
            introduced: [],
          },
          step,
          constituent,
        );
    }
    for (const edge of [...(this.#waiting.get(key) ?? [])]) {
      const step = edge.rule.steps[edge.dot];
      if (step?.kind === "slot") this.#combine(edge, step, constituent);
    }
  }
}

function meaningKey(constituent: Constituent): string {
  return `${constituent.types.map(showType).join()} ${Object.entries(constituent.parts)
    .map(([part, expression]) => `${part}:${printExpression(expression)}`)
    .join(";")}`;
}

/** `=word` stands for the word itself, `+noun` for its plural, and a bare lemma for any of its forms. */
function wordMatches(words: ReadonlySet<string>, token: Token): boolean {
  if (token.kind === "quoted") return false;
  const [surface = ""] = token.lemmas;
  if (words.has(`=${surface}`)) return true;
  return token.lemmas.some((lemma) => words.has(lemma) || (token.plural && words.has(`+${lemma}`)));
}

function tokenMeaning(kind: string, token: Token): Expression | null {
  switch (kind) {
    case "ordinal":
      return token.ordinal === null ? null : { kind: "integer", value: BigInt(token.ordinal) };
    case "cardinal":
      if (token.kind === "number" && token.text.includes(".")) return { kind: "float", text: token.text };
      return token.cardinal === null ? null : { kind: "integer", value: BigInt(token.cardinal) };
    case "quoted":
      return token.kind === "quoted" ? { kind: "string", value: token.text } : null;
    case "name":
      return token.name ? { kind: "string", value: token.text } : null;
    case "nth":
      return token.lemmas.includes("nth") ? { kind: "string", value: token.text } : null;
    default:
      return null;
  }
}

function labelOf(edge: Edge, tokens: readonly Token[]): string {
  const words = tokens
    .slice(edge.start, edge.end)
    .filter(({ skippable, kind }) => !skippable && kind === "word")
    .map(({ text, plural, lemmas }) => (plural ? (lemmas.at(-1) ?? text) : text).toLowerCase());
  return words.join("_");
}

/** A parameter whose type the slot it fills makes more exact. */
function narrowed(
  mention: Mention,
  slots: readonly (readonly [string, Constituent])[],
  wanted: ReadonlyMap<string, readonly Type[]>,
  bindings: Bindings,
): Mention {
  for (const [name, constituent] of slots)
    for (const [part, expression] of Object.entries(constituent.parts)) {
      if (expression.kind !== "name" || expression.name !== mention.id || part !== "v") continue;
      const type = wanted.get(name)?.[0];
      if (type !== undefined) return { ...mention, type: narrow(mention.type, resolve(type, bindings)) };
    }
  return mention;
}
