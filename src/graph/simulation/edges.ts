import type { EdgeDefinition } from "../define.ts";

/** Edges as short texts: `a>b`, `a>b:label`, and `a>b:label*3` for a loop that is taken at most three times. */
export function edges<Node extends string>(...texts: readonly `${Node}>${string}`[]): EdgeDefinition<Node>[] {
  return texts.map((text) => {
    const [, from = "", to = "", label, max] = /^([^>]+)>([^:*]+)(?::([^*]+))?(?:\*(\d+))?$/.exec(text) ?? [];
    return {
      from: from as Node,
      to: to as Node,
      ...(label ? { label } : {}),
      ...(max ? { loop: { max: Number(max) } } : {}),
    };
  });
}
