import type { RunSnapshot } from "../../../durable-objects/contract.ts";

/** Why a run that has ended takes no answer and gives none back, and what does. */
export const overFor = ({ id, status }: Pick<RunSnapshot, "id" | "status">, hole: string): string =>
  `The run is ${status} and does not change any more. POST /v1/runs/${id}/retry with {"without": ["${hole}"]} makes a new run that keeps its other answers and waits for this hole.`;
