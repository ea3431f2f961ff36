import type { Expression } from "../../ir/expression/ast.ts";
import { substitute } from "../../ir/expression/walk.ts";
import type { ExpressionText } from "../../ir/ir.ts";
import type { Evidence } from "../../ir/provenance.ts";
import { dottedName } from "../facts/bindings.ts";
import { docstringOf, regionOf } from "../facts/docstring.ts";
import type { PythonClass } from "../module.ts";
import { argumentOf, stringOf } from "./arguments.ts";
import { conditionOf, rewrittenText, withDefaults } from "./condition.ts";
import { contractDecorators } from "./decorators.ts";
import { addAssertion, addEvidence, addProblem, type ContractContext, DECLARED } from "./findings.ts";
import { type DocContract, docContracts } from "./pep316.ts";
import { addUnread } from "./pep316-clauses.ts";

type Library = "icontract" | "deal" | "pep316";

/** Methods around which nothing is checked: they run before there is an object, or say what it looks like when it is broken. */
const UNCHECKED: Record<Library, ReadonlySet<string>> = {
  icontract: new Set(["__new__", "__repr__", "__getattribute__", "__setattr__", "__delattr__"]),
  deal: new Set(["__new__"]),
  pep316: new Set(["__new__", "__repr__", "__setattr__", "__delattr__", "__replace__"]),
};

/**
 * Invariants of the class, as clauses of its methods. Which methods is each library's rule: icontract and CrossHair (PEP 316) take public and
 * special methods, deal every method that is called through an attribute; class and static methods see no object. They hold before and after
 * the call, and after it alone for `__init__`.
 */
export function classInvariants(context: ContractContext): void {
  const owner = context.fn.enclosing_class;
  const receiver = context.parameters[0];
  if (!owner || receiver === undefined || !hasObject(context)) return;
  for (const decorator of owner.node.decorator_list) {
    for (const { library, name, call, node } of contractDecorators(context.module, decorator)) {
      if (name !== "invariant" && name !== "inv") continue;
      if (!applies(context, library)) continue;
      const argument = argumentOf(call, 0, "condition", "validator");
      const item = addEvidence(context, `${library}-invariant`, `An invariant of class ${owner.qualified_name}.`, node);
      if (!argument) {
        addProblem(context, "contract_without_condition", "This class invariant has no condition.", node);
        continue;
      }
      const condition = conditionOf(context.module, argument);
      const renamed = renaming(condition.parameters?.[0], receiver);
      const text = rewrittenText(
        condition.text,
        (expression) =>
          substitute(withDefaults(condition, [condition.parameters?.[0] ?? receiver], expression), renamed),
        [...renamed.keys(), ...condition.defaults.keys()],
        condition.unsupported,
      );
      const description = stringOf(
        library === "icontract" ? argumentOf(call, 1, "description") : argumentOf(call, 9, "message"),
      );
      add(context, owner, text, description, item);
    }
  }
  docInvariants(context, owner, receiver);
}

function docInvariants(context: ContractContext, owner: PythonClass, receiver: string): void {
  const docstring = docstringOf(context.module, owner.node);
  if (!docstring || !applies(context, "pep316")) return;
  const unread: DocContract[] = [];
  for (const contract of docContracts(docstring).contracts) {
    const { section, text, reading, from, to } = contract;
    if (section !== "inv") continue;
    if (reading === "prose") {
      unread.push(contract);
      continue;
    }
    const node = regionOf(docstring.lines, from, to);
    const item = addEvidence(
      context,
      "pep316-invariant",
      `An invariant of class ${owner.qualified_name} (PEP 316).`,
      node,
    );
    const renamed = renaming("self", receiver);
    const expression = rewrittenText(text, (parsed) => substitute(parsed, renamed), [...renamed.keys()]);
    add(context, owner, expression, null, item);
  }
  addUnread(context, docstring, unread);
}

function renaming(name: string | undefined, receiver: string): Map<string, Expression> {
  return new Map(name === undefined || name === receiver ? [] : [[name, { kind: "name", name: receiver }]]);
}

function add(
  context: ContractContext,
  owner: PythonClass,
  text: ExpressionText,
  description: string | null,
  item: Evidence,
): void {
  const times = context.fn.outline.name === "__init__" ? "after the call" : "before and after the call";
  const scope = `Invariant of class ${owner.qualified_name}: holds ${times}.`;
  addAssertion(context, "invariant", text, description ? `${description} (${scope})` : scope, DECLARED, [item]);
}

function hasObject({ fn }: ContractContext): boolean {
  if (fn.node.nodeType === "Module" || fn.outline.name === "__init_subclass__") return false;
  return !fn.node.decorator_list.some((decorator) =>
    ["staticmethod", "classmethod"].includes(dottedName(decorator) ?? ""),
  );
}

function applies({ fn }: ContractContext, library: Library): boolean {
  const { name } = fn.outline;
  const special = name.startsWith("__") && name.endsWith("__");
  if (UNCHECKED[library].has(name)) return false;
  if (library === "deal") return !special;
  return special || !name.startsWith("_");
}
