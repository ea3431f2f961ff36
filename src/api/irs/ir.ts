import { IR } from "../../ir/ir.ts";
import { component } from "../component.ts";

/** The IR as a named schema of the document. */
export const NamedIr = component(IR, "IR");
