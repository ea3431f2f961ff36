import { parseExpression } from "../../ir/expression/parse.ts";
import type { Input } from "./input.ts";
import { integerValue } from "./literal.ts";
import type { Obligations, Place } from "./obligations.ts";
import type { Program, Session } from "./session.ts";
import type { Target } from "./target.ts";

const TRACER = "lift_trace_";

/**
 * The module with a function that makes a call under a trace of its instructions (`sys.settrace` with `f_trace_opcodes`, and `co_positions` of PEP 657) and returns which obligations it
 * met: a part's index, or for a condition a number that names the index, the jump and where it went.
 */
export function tracedProgram({ source, path, slots }: Target, { parts, tests }: Obligations): Program {
  return {
    source: `${source.trimEnd()}\n\n\n${tracer(
      path,
      parts,
      tests.map(({ place }) => place),
    )}`,
    path: TRACER,
    slots,
  };
}

/** How a condition is told in a trace: `-(1 + jump * SCALE ** 2 + target * SCALE ... )`; code of more bytes than this is not followed. */
const SCALE = 10_000;

function tracer(path: string, parts: readonly Place[], tests: readonly Place[]): string {
  const places = (list: readonly Place[]) => `[${list.map((place) => `(${place.join(", ")})`).join(", ")}]`;
  return `def ${TRACER}(*args, **kwargs):
    import sys, opcode
    parts, tests = ${places(parts)}, ${places(tests)}
    jumps = {i for i, name in enumerate(opcode.opname) if name.startswith(("POP_JUMP", "JUMP_IF"))}
    here = ${TRACER}.__code__.co_filename
    known, met, last = {}, set(), {}

    def within(place, spans):
        if None in place:
            return []
        line, end_line, column, end_column = place
        return [
            i for i, (a, b, c, d) in enumerate(spans) if (a, b) <= (line, column) and (end_line, end_column) <= (c, d)
        ]

    def look(code):
        names = code.co_code
        return [
            (within(place, parts), within(place, tests) if names[2 * i] in jumps else [])
            for i, place in enumerate(code.co_positions())
        ]

    def local(frame, event, arg):
        if event != "opcode":
            return local
        code, at = frame.f_code, frame.f_lasti
        if code not in known:
            known[code] = look(code)
        before = last.get(id(frame))
        if before is not None:
            for i in known[code][before // 2][1]:
                met.add(-((i * ${SCALE} + before) * ${SCALE} + at + 1))
        last[id(frame)] = at
        met.update(known[code][at // 2][0])
        return local

    def start(frame, event, arg):
        if frame.f_code.co_filename != here or len(frame.f_code.co_code) >= ${SCALE}:
            return None
        frame.f_trace_opcodes = True
        last.pop(id(frame), None)
        return local

    sys.settrace(start)
    try:
        ${path}(*args, **kwargs)
    except Exception:
        pass
    finally:
        sys.settrace(None)
    return sorted(met)
`;
}

/** What traces have met so far. */
export class Coverage {
  readonly #obligations: Obligations;
  readonly #parts = new Set<number>();
  /** Targets by condition and jump. */
  readonly #tests = new Map<number, Map<number, Set<number>>>();

  constructor(obligations: Obligations) {
    this.#obligations = obligations;
  }

  /** Adds one trace; true when it met something that none had before. */
  add(trace: readonly number[]): boolean {
    let isNew = false;
    for (const item of trace) {
      if (item >= 0) {
        isNew ||= !this.#parts.has(item);
        this.#parts.add(item);
        continue;
      }
      const target = (-item - 1) % SCALE;
      const place = Math.floor((-item - 1) / SCALE);
      const [jump, test] = [place % SCALE, Math.floor(place / SCALE)];
      const jumps = this.#tests.get(test) ?? new Map<number, Set<number>>();
      const targets = jumps.get(jump) ?? new Set<number>();
      isNew ||= !targets.has(target);
      this.#tests.set(test, jumps.set(jump, targets.add(target)));
    }
    return isNew;
  }

  /** Whether something did not run at all, or the one condition of a statement only came out one way. */
  isIncomplete(): boolean {
    const { parts, tests } = this.#obligations;
    return (
      parts.some((_, index) => !this.#parts.has(index)) ||
      tests.some(({ sole }, index) => sole && this.#isOneSided(index))
    );
  }

  #isOneSided(test: number): boolean {
    const jumps = this.#tests.get(test);
    return jumps !== undefined && [...jumps.values()].some((targets) => targets.size < 2);
  }

  /** Obligations that no trace has met: parts that did not run, conditions that only came out one way. */
  missing(): Place[] {
    const parts = this.#obligations.parts.filter((_, index) => !this.#parts.has(index));
    const tests = this.#obligations.tests.filter((_, index) => this.#isOneSided(index)).map(({ place }) => place);
    return [...parts, ...tests];
  }
}

/** Traces the inputs and tells which of them met something new, in order. Null when tracing did not work. */
export async function trace(
  session: Session,
  program: Program,
  inputs: readonly Input[],
  coverage: Coverage,
): Promise<Input[] | null> {
  const executions = await session.run(program, inputs, [], []);
  const found: Input[] = [];
  let traced = 0;
  for (const { input, outcome } of executions) {
    if (outcome.kind !== "returned" || outcome.value === null) continue;
    const items = parseExpression(outcome.value);
    if (items.kind !== "list") continue;
    traced += 1;
    const numbers = items.items.map((item) => Number(integerValue(item) ?? 0n));
    if (coverage.add(numbers)) found.push(input);
  }
  return traced === 0 ? null : found;
}
