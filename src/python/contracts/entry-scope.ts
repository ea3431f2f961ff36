import type { StmtNode } from "py-ast";
import { bindingsOf } from "../facts/bindings.ts";
import type { PythonFunction, PythonModule } from "../module.ts";
import { walkOwn } from "../parse-walk.ts";
import { writtenParameters } from "../signature/parameters.ts";
import { sliceOf } from "../spans.ts";
import type { EntryScope } from "./entry-paths.ts";
import type { ContractContext } from "./findings.ts";

/** Annotations of values that no call can change. */
const IMMUTABLE =
  /^["']?(?:(?:typing\.)?Optional\[)?(?:int|float|complex|bool|str|bytes|None)(?:\s*\|\s*(?:int|float|complex|bool|str|bytes|None))*\]?["']?$/;

/** What the walk over a function's entry has to know of its names. */
export function entryScope({ module, fn, parameters }: ContractContext): EntryScope {
  const immutable = new Set<string>();
  if (fn.node.nodeType !== "Module") {
    for (const { arg, kind } of writtenParameters(fn.node.args)) {
      const plain = kind !== "var_positional" && kind !== "var_keyword";
      if (plain && arg.annotation && IMMUTABLE.test(sliceOf(module, arg.annotation))) immutable.add(arg.arg);
    }
  }
  const ofModule = moduleVariables(module);
  const enclosing = enclosingNames(fn);
  const isOuter = (name: string) => ofModule.has(name) || enclosing.has(name);
  return { module, parameters, immutable, own: ownNames(fn), isOuter };
}

const variables = new WeakMap<PythonModule, ReadonlySet<string>>();

/** Names of the module that may be assigned while the program runs: neither constants by their spelling nor functions and classes. */
function moduleVariables(module: PythonModule): ReadonlySet<string> {
  const known = variables.get(module);
  if (known) return known;
  const names = new Set([...bindingsOf(module).defined].filter((name) => !/^_*[A-Z]/.test(name)));
  for (const { node } of module.classes) names.delete(node.name);
  for (const other of module.functions) if (other.outline.kind === "function") names.delete(other.outline.name);
  variables.set(module, names);
  return names;
}

const own = new WeakMap<PythonFunction["node"], ReadonlySet<string>>();

/** Names that a function binds itself, parameters included; those it declares `global` or `nonlocal` belong elsewhere but are as changeable. */
export function ownNames({ node }: PythonFunction): ReadonlySet<string> {
  const known = own.get(node);
  if (known) return known;
  const names = new Set<string>(
    node.nodeType === "Module" ? [] : writtenParameters(node.args).map(({ arg }) => arg.arg),
  );
  for (const name of boundIn(node.body)) names.add(name);
  own.set(node, names);
  return names;
}

const enclosing = new WeakMap<PythonFunction, ReadonlySet<string>>();

/** Variables of the functions around a nested one. */
export function enclosingNames(fn: PythonFunction): ReadonlySet<string> {
  const known = enclosing.get(fn);
  if (known) return known;
  const names = new Set<string>();
  for (let outer = fn.enclosing_function; outer; outer = outer.enclosing_function) {
    for (const name of ownNames(outer)) names.add(name);
  }
  enclosing.set(fn, names);
  return names;
}

function boundIn(body: StmtNode[]): Set<string> {
  const names = new Set<string>();
  for (const node of walkOwn(body)) {
    if (node.nodeType === "Name" && node.ctx.nodeType !== "Load") names.add(node.id);
    else if (node.nodeType === "FunctionDef" || node.nodeType === "AsyncFunctionDef" || node.nodeType === "ClassDef") {
      names.add(node.name);
    } else if (node.nodeType === "ExceptHandler" && node.name) names.add(node.name);
    else if (node.nodeType === "Alias") names.add(node.asname ?? node.name.split(".")[0] ?? node.name);
    else if ((node.nodeType === "MatchAs" || node.nodeType === "MatchStar") && node.name) names.add(node.name);
    else if (node.nodeType === "MatchMapping" && node.rest) names.add(node.rest);
  }
  return names;
}
