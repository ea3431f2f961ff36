import { expect, test } from "vitest";
import { drawMermaid } from "./mermaid.ts";
import { atFork, single, waiting } from "./simulation/fixtures.ts";

test("the drawing shows kinds, labels and nothing of a state when there is none", () => {
  expect(drawMermaid(waiting)).toBe(
    [
      "flowchart TD",
      '  n_ask{{"ask"}}',
      '  n_used["used"]',
      '  n_late["late"]',
      "  n_ask --> n_used",
      '  n_ask -->|"timeout"| n_late',
      "",
    ].join("\n"),
  );
  expect(drawMermaid(single)).toContain('n_a[["a"]]');
});

test("with a state every node has the class of its status, and each class used is defined", () => {
  const run = atFork({ policy: "quorum", count: 2 });
  run.fail("a", "retryable");
  run.tick(run.now + 10_000);
  run.succeed("b");
  const drawn = drawMermaid(run.graph, run.state);
  expect(drawn).toContain('n_a[["a<br/>attempt 2"]]:::scheduled');
  expect(drawn).toContain('n_b[["b"]]:::succeeded');
  expect(drawn).toContain('n_j(["j<br/>2 of them"]):::idle');
  for (const [, used] of drawn.matchAll(/:::(\w+)/g)) expect(drawn).toContain(`classDef ${used} `);
});
