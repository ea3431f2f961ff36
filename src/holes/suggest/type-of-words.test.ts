import { describe, expect, it } from "vitest";
import { typeOfWords } from "./type-of-words.ts";

describe("the type that a sentence tells", () => {
  it.each([
    ["Check whether a user may log in.", "bool"],
    ["Determine if the parcel fits.", "bool"],
    ["Whether two intervals overlap.", "bool"],
    ["Count the open tickets.", "int"],
    ["Return the number of days left.", "int"],
    ["Compute the average waiting time.", "float"],
  ])("%s", (words, type) => expect(typeOfWords(words)?.annotation).toBe(type));

  it.each(["Split the bill.", "Return the tickets if there are any.", "Remove the average ones.", ""])(
    "is none: %s",
    (words) => expect(typeOfWords(words)).toBeNull(),
  );
});
