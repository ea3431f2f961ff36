import { describe, expect, it } from "vitest";
import {
  calledName,
  mutePhrases,
  namedByType,
  nameFromWords,
  namingPhrases,
  statedHeader,
  statedName,
} from "./names.ts";

describe("statedName", () => {
  it.each([
    ["Write a function called `zork_it` that zorks.", "zork_it"],
    ["Create a function named zork.", "zork"],
    ["Write a function zork(a, b) to zork.", "zork"],
    ["Implement zork(xs).", "zork"],
    ["Complete the function zork2 that zorks.", "zork2"],
  ])("finds the name in %j", (prose, name) => {
    expect(statedName(prose)).toBe(name);
  });

  it.each(["Write a function that returns zork.", "Write a function to zork.", "The function takes a list."])(
    "finds none in %j",
    (prose) => {
      expect(statedName(prose)).toBeNull();
    },
  );
});

describe("statedHeader", () => {
  it("is the header as a def line", () => {
    expect(statedHeader("Write a function zork(a: list[int], b=2) -> dict[str, int] that zorks.")).toBe(
      "def zork(a: list[int], b=2) -> dict[str, int]:",
    );
  });

  it.each(["Write a function zork() that zorks.", "Write a function that takes (a, b)."])(
    "is absent in %j",
    (prose) => {
      expect(statedHeader(prose)).toBeNull();
    },
  );
});

describe("calledName", () => {
  it("is the one name that lines of examples call", () => {
    expect(calledName("Zork.\n>>> zork(1)\n2\nassert zork(2) == 3\n")).toBe("zork");
    expect(calledName(">>> round(1)\n>>> zork(1)\n")).toBe("zork");
    expect(calledName("zork(1) == 2\nplonk(1) == 3")).toBeNull();
    expect(calledName("Some zork (of sorts).")).toBeNull();
  });
});

describe("names that nothing states", () => {
  it("are made of the words of the request", () => {
    expect(nameFromWords("Find the longest zork of a list.")).toBe("longest_zork_list");
    expect(nameFromWords("...")).toBe("function");
  });

  it("are made of types for parameters, and differ", () => {
    expect(namedByType(["int", "list[int]", "int", null]).map(({ name }) => name)).toEqual([
      "n",
      "values",
      "n_2",
      "value",
    ]);
  });
});

describe("namingPhrases", () => {
  it("cover the name and its header but not the word before", () => {
    const prose = "Write a function `zork(a: int) -> int` that zorks.";
    expect(namingPhrases(prose, "zork").map(({ start, end }) => prose.slice(start, end))).toEqual([
      " `zork(a: int) -> int`",
    ]);
  });

  it("do not cover longer words", () => {
    expect(namingPhrases("a function zorks things", "zork")).toEqual([]);
  });
});

describe("mutePhrases", () => {
  it("are headings over a request and links in it", () => {
    const prose = "Task:\nZork the task list. https://example.org/zork?a=1\n";
    expect(mutePhrases(prose).map(({ start, end }) => prose.slice(start, end))).toEqual([
      "Task:",
      "https://example.org/zork?a=1",
    ]);
  });
});
