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
];

/** A model that is always right, accepts one key and ends with the process. */
export async function startTestModels(): Promise<ModelServer> {
  return await startModelServer({
    answer: answererOf({ functions: FUNCTIONS, accuracy: 1, seed: 1 }),
    key: "right-key",
    background: true,
  });
}
