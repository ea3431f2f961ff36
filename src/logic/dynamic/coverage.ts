import { parseExpression } from "../../ir/expression/parse.ts";
import type { Input } from "./input.ts";
import { integerValue } from "./literal.ts";
import type { Obligations, Place } from "./obligations.ts";
import type { Program, Session } from "./session.ts";
import type { Target } from "./target.ts";

const TRACER = "lift_trace_";

/**
 * The module with a function that makes a call under a trace of its instructions (`sys.settrace` with `f_trace_opcodes`; places by PEP 657's `co_positions`) and returns which
 * obligations it met: a part's index, or for a condition a negative number that names its index, the jump and where it went. CPython reports no instruction of the first execution of a
 * code object whose tracing has just been asked for, so a call that meets new code is made twice.
 */
export function tracedProgram({ source, path, slots }: Target, { parts, tests }: Obligations): Program {
  const conditions = tests.map(({ place }) => place);
  return { source: `${source.trimEnd()}\n\n\n${tracer(path, parts, conditions)}`, path: TRACER, slots };
}

/** Base in which condition, jump and target are packed into one number; code of more bytes than this is not followed. */
const SCALE = 10_000;
/** Instructions of one call that are followed; a long loop shows nothing new after that. */
const MAX_EVENTS = 4000;

function tracer(path: string, parts: readonly Place[], tests: readonly Place[]): string {
  const places = (list: readonly Place[]) => `[${list.map((place) => `(${place.join(", ")})`).join(", ")}]`;
  return `${TRACER}known = {}
${TRACER}target = lambda *${TRACER}args, **${TRACER}kwargs: ${path}(*${TRACER}args, **${TRACER}kwargs)


def ${TRACER}(*args, **kwargs):
    import copy, opcode, sys

    parts, tests = ${places(parts)}, ${places(tests)}
    here = ${TRACER}.__code__.co_filename
    known, met, last = ${TRACER}known, set(), {}
    count = 0

    def within(place, spans):
        if None in place:
            return ()
        line, end_line, column, end_column = place
        return tuple(
            i for i, (a, b, c, d) in enumerate(spans) if (a, b) <= (line, column) and (end_line, end_column) <= (c, d)
        )

    def look(code):
        names = [opcode.opname[byte] for byte in code.co_code[::2]]
        return [
            (within(place, parts), within(place, tests) if names[i].startswith(("POP_JUMP", "JUMP_IF")) else ())
            for i, place in enumerate(code.co_positions())
        ]

    def local(frame, event, arg):
        nonlocal count
        if event != "opcode":
            return local
        at, spans = frame.f_lasti, known[frame.f_code]
        before = last.get(frame)
        if before is not None:
            for i in spans[before // 2][1]:
                met.add(-((i * ${SCALE} + before) * ${SCALE} + at + 1))
        last[frame] = at
        met.update(spans[at // 2][0])
        count += 1
        if count > ${MAX_EVENTS}:
            sys.settrace(None)
            frame.f_trace_opcodes = False
            return None
        return local

    def start(frame, event, arg):
        code = frame.f_code
        if code.co_filename != here or len(code.co_code) >= ${SCALE}:
            return None
        if code not in known:
            known[code] = look(code)
        frame.f_trace_opcodes = True
        return local

    def made(args, kwargs):
        sys.settrace(start)
        try:
            ${TRACER}target(*args, **kwargs)
        except Exception:
            pass
        finally:
            sys.settrace(None)

    size = len(known)
    try:
        again = copy.deepcopy((args, kwargs))
    except Exception:
        again = (args, kwargs)
    made(args, kwargs)
    if len(known) > size:
        made(*again)
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
