import { toValue, ValueTooLarge } from "./blobs.ts";
import type { WaitAnswer, WaitAnswered } from "./contract.ts";
import type { Executor } from "./executor.ts";
import { platform } from "./platform.ts";
import type { LoadedRun } from "./run-view.ts";

/**
 * Takes a person's answer to an open wait. The value is parsed by the schema of the channel it fills before anything is journaled. The token is the
 * one of the `wait_opened` event, so that an answer to a wait that has timed out never reaches the next one.
 */
export function answerWait(
  executor: Executor,
  run: LoadedRun,
  { node, token, value, request }: WaitAnswer,
): WaitAnswered {
  const wait = run.bound?.graph.nodes.get(node);
  if (run.bound === null || wait?.kind !== "wait") return { status: "discarded", reason: "unknown_node" };
  const parsed = run.bound.graph.channels[wait.writes]?.safeParse(value);
  if (parsed === undefined || !parsed.success) {
    const issues = parsed?.error.issues ?? [];
    return {
      status: "invalid",
      issues: issues.map(({ path, message }) => ({
        pointer: path.map((part) => `/${String(part)}`).join(""),
        message,
      })),
    };
  }
  try {
    const stored = toValue(JSON.stringify(parsed.data));
    const stimulus = { type: "answer", node, token, writes: { [wait.writes]: stored.ref } } as const;
    const { verdict } = executor.commit(stimulus, [stored], ({ verdict }) => {
      if (request !== undefined && verdict.status === "accepted")
        executor.storage.kept.noteRequest(request, platform().now);
    });
    return verdict.status === "accepted" ? { status: "accepted" } : verdict;
  } catch (error) {
    if (!(error instanceof ValueTooLarge)) throw error;
    return { status: "invalid", issues: [{ pointer: "", message: error.message }] };
  }
}
