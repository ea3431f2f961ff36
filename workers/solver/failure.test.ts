import { describe, expect, it } from "vitest";
import { check } from "./check.ts";
import { CppException } from "./cpp-exceptions.ts";
import { notPublic } from "./not-public.ts";
import { unknownReason } from "./report.ts";
import { Z3Timeout } from "./stopwatch.ts";
import { MEMORY_EXIT, Z3Abort, Z3Exit } from "./system.ts";

describe("a failure of the engine", () => {
  it.each([
    ["a stack overflow", new RangeError("Maximum call stack size exceeded"), "memory"],
    ["an exit for memory", new Z3Exit(MEMORY_EXIT), "memory"],
    ["another exit", new Z3Exit(1), "solver_failure"],
    ["an abort", new Z3Abort("unreachable"), "solver_failure"],
    ["an uncaught C++ exception", new CppException(8), "solver_failure"],
    ["a session that takes too long", new Z3Timeout("stopped after 60 s"), "timeout"],
    ["a trap", new WebAssembly.RuntimeError("unreachable"), "solver_failure"],
  ])("is answered, not thrown: %s", (_, error, reason) => {
    const engineOf = () => {
      throw error;
    };
    expect(check(engineOf, "(check-sat)", { rlimit: 1 })).toMatchObject({ status: "unknown", reason });
  });
});

describe("unknownReason", () => {
  it.each([
    ['(:reason-unknown "canceled")', false, "budget"],
    ['(:reason-unknown "max. resource limit exceeded")', false, "budget"],
    ['(:reason-unknown "canceled")', true, "memory"],
    ['(:reason-unknown "out of memory")', false, "memory"],
    ['(:reason-unknown "timeout")', false, "timeout"],
    ['(:reason-unknown "(incomplete quantifiers)")', false, "incomplete"],
  ])("maps %s (out of memory: %s) to %s", (text, outOfMemory, reason) => {
    expect(unknownReason(text, outOfMemory).reason).toBe(reason);
  });
});

describe("a search that nothing bounds", () => {
  it.each(["(maximize (* x x))", "(minimize x)"])("is refused: %s", (command) => {
    const engineOf = () => {
      throw new Error("the engine was asked");
    };
    const script = `(declare-const x Int)${command}(check-sat)`;
    expect(check(engineOf, script, { rlimit: 1 })).toMatchObject({
      status: "rejected",
      detail: expect.stringContaining("is not allowed"),
    });
  });
});

describe("the public face", () => {
  it("is a 404 problem", () => {
    const response = notPublic();
    expect([response.status, response.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  });
});
