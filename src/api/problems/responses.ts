import { headers } from "../response-headers.ts";
import { PROBLEMS, type ProblemCode, type StatusOf } from "./catalogue.ts";
import { PROBLEM_JSON, Problem } from "./problem.ts";

type Content = { [PROBLEM_JSON]: { schema: typeof Problem; examples: Record<string, { value: unknown }> } };
type ProblemResponses<Code extends ProblemCode> = {
  [Status in StatusOf<Code>]: { description: string; content: Content };
};

/** What every authenticated operation can answer besides its own. */
const COMMON = ["unauthenticated", "invalid_key", "forbidden", "internal", "store_unavailable"] as const;
type Common = (typeof COMMON)[number];

/** Declares the problems of an operation under /v1, with an example of each. */
export function problems<const Codes extends readonly ProblemCode[]>(
  ...codes: Codes
): ProblemResponses<Codes[number] | Common> {
  return publicProblems(...COMMON, ...codes);
}

/** Declares the problems of an operation that needs no key. */
export function publicProblems<const Codes extends readonly ProblemCode[]>(
  ...codes: Codes
): ProblemResponses<Codes[number]> {
  const byStatus = Map.groupBy(new Set<ProblemCode>(codes), (code) => PROBLEMS[code].status);
  const responses = [...byStatus].map(([status, group]) => [
    status,
    {
      description: group.map((code) => PROBLEMS[code].title).join(" · "),
      ...(group.some((code) => PROBLEMS[code].retryable) ? { headers: headers("Retry-After") } : {}),
      content: {
        [PROBLEM_JSON]: {
          schema: Problem,
          examples: Object.fromEntries(group.map((code) => [code, { value: example(code) }])),
        },
      },
    },
  ]);
  return Object.fromEntries(responses);
}

function example(code: ProblemCode): Problem {
  const { status, title, cause, retryable } = PROBLEMS[code];
  return {
    type: `https://lift.example/docs/problems/${code}`,
    title,
    status,
    detail: cause,
    instance: "/v1/runs",
    code,
    request_id: "0f2c1f9e-5d0b-4c6a-9f0e-3f8a4f1f7c11",
    retryable,
    errors: [],
  };
}
