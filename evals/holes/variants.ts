import { parseExpression } from "../../src/ir/expression/parse.ts";
import { unsupportedConstructs } from "../../src/ir/expression/walk.ts";
import { mutants } from "../model-server/python-code.ts";

/** The condition with one operator, call or constant changed, as conditions of Lift's language. Some may mean the same. */
export const variantsOf = (condition: string): string[] =>
  [...new Set(mutants(condition).subtle)].filter((text) => text !== condition && isCondition(text));

function isCondition(text: string): boolean {
  try {
    return unsupportedConstructs(parseExpression(text)).length === 0;
  } catch {
    return false;
  }
}
