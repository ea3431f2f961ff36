import fc from "fast-check";
import { expect, test } from "vitest";
import { Environment } from "./environment.ts";
import { instanceOf, join, type Value } from "./value.ts";

const names = ["a", "b", "c"];
const change = fc.record({ name: fc.constantFrom(...names), path: fc.option(fc.constantFrom("x", "y", "z")) });
const changes = fc.array(change, { maxLength: 6 });
type Changes = { name: string; path: string | null }[];

function apply(environment: { set(name: string, value: Value): void; delete(name: string): void }, made: Changes) {
  for (const { name, path } of made) {
    if (path === null) environment.delete(name);
    else environment.set(name, instanceOf(path));
  }
}

function merged(left: Map<string, Value>, right: Map<string, Value>): Map<string, Value> {
  const result = new Map([...left, ...right]);
  for (const [name, value] of left) {
    const other = right.get(name);
    if (other) result.set(name, join(value, other));
  }
  return result;
}

const held = (environment: { get(name: string): Value | undefined }) => names.map((name) => environment.get(name));

test("branches of an environment hold and leave what copies of it would", () => {
  fc.assert(
    fc.property(changes, changes, changes, (before, one, two) => {
      const shared = new Environment();
      apply(shared, before);
      const copy = new Map<string, Value>();
      apply(copy, before);
      const [left, right] = [new Environment(shared), new Environment(shared)];
      const [leftCopy, rightCopy] = [new Map(copy), new Map(copy)];
      apply(left, one);
      apply(right, two);
      apply(leftCopy, one);
      apply(rightCopy, two);
      expect([held(left), held(right), held(shared)]).toEqual([held(leftCopy), held(rightCopy), held(copy)]);
      shared.becomeEither(left, right, shared);
      expect(held(shared)).toEqual(held(merged(leftCopy, rightCopy)));
    }),
  );
});
