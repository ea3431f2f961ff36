/** Why a precondition was found: without it a path of the body ends in the exception. */
export const whyNeeded = (exception: string | null): string =>
  `Without it the call ends in ${exception ?? "an exception"}.`;

/** The exception of a rationale that `whyNeeded` made; null for every other one. */
export const exceptionWithout = (rationale: string | null): string | null =>
  /^Without it the call ends in ([A-Z]\w*)\.$/.exec(rationale ?? "")?.[1] ?? null;
