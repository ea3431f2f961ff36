import { answererOf, type KnownFunction } from "./answers.ts";
import { type ModelServer, startModelServer } from "./server.ts";

/** Functions for tests of what asks the server. */
const FUNCTIONS: readonly KnownFunction[] = [
  {
    prompt: "Return the absolute difference of two integers, such as distance(3, 5) == 2.",
    name: "distance",
    code: "import math\n\ndef half(n):\n    return n\n\ndef distance(a, b):\n    return half(abs(a - b))\n",
    wrong: ["def distance(a, b):\n    return a - b\n"],
    parameters: [
      { name: "a", type: "int", default: null },
      { name: "b", type: "int", default: null },
    ],
    returns: "int",
  },
  {
    prompt: "Return a number that is at least as large as another.",
    name: "raised",
    code: "def raised(n):\n    return n\n",
    wrong: ["def raised(n):\n    return n - 1\n"],
    parameters: [{ name: "n", type: "int", default: null }],
    returns: "int",
    following: {
      suggestions: [
        { id: "q1", expression: "result % 2 == n % 2", rationale: "It is raised by an even number.", confidence: 0.6 },
        { id: "q1", expression: "result < n", rationale: "It is lowered.", confidence: 0.9 },
        { id: "q1", expression: "result is roughly n", rationale: "It is near.", confidence: 0.5 },
        { id: "q99", expression: "result == n", rationale: "It is the same.", confidence: 0.5 },
      ],
      rewordings: [{ id: "q1", question: "Which parity has the result, now that it is bounded?" }],
    },
  },
];

/** A model that is always right, accepts one key and ends with the process. */
export async function startTestModels(): Promise<ModelServer> {
  return await startModelServer({
    answer: answererOf({ functions: FUNCTIONS, accuracy: 1, seed: 1 }),
    key: "right-key",
    background: true,
  });
}
