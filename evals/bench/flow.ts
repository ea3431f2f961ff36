import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";

/** The shapes of `shapes.ts` as a Cloudflare Workflow. */
export class BenchFlow extends WorkflowEntrypoint<Cloudflare.Env, { shape: string }> {
  override async run(event: WorkflowEvent<{ shape: string }>, step: WorkflowStep): Promise<number> {
    if (event.payload.shape === "parallel") {
      const aSecond = () => new Promise<number>((resolve) => setTimeout(() => resolve(1), 1000));
      await Promise.all(["left", "middle", "right"].map((name) => step.do(name, aSecond)));
      return 3;
    }
    let value = 1;
    for (const name of ["first", "second", "third", "fourth"]) value = await step.do(name, async () => value + 1);
    await Promise.all(["left", "middle", "right"].map((name) => step.do(name, async () => value)));
    return value;
  }
}
