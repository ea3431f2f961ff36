import { z } from "zod";
import { IR } from "./ir.ts";

/** JSON Schema (draft 2020-12) of the IR. */
export const irJsonSchema = z.toJSONSchema(IR);
