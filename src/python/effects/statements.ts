import type { ExprNode, StmtNode } from "py-ast";
import { annotatedValue } from "./annotations.ts";
import { augment } from "./augmented.ts";
import { NONE } from "./constant.ts";
import { defineClass, defineFunction } from "./definitions.ts";
import { iterate } from "./dunder.ts";
import { builtinException } from "./exceptions.ts";
import { evaluate, knownTruth } from "./expressions.ts";
import { walkImport, walkImportFrom } from "./imports.ts";
import { walkMatch } from "./matching.ts";
import { raise } from "./raising.ts";
import { assignedNames } from "./scope-names.ts";
import { assignPairwise, assignTarget, deleteTarget } from "./targets.ts";
import { walkTry } from "./try.ts";
import type { Value } from "./value.ts";
import { join, UNKNOWN } from "./value.ts";
import type { Walk } from "./walk.ts";
import { branch, observe } from "./walk.ts";
import { walkWith } from "./with.ts";

/** Walks statements in order, noting what they do and keeping track of what variables hold. */
export function walkBody(walk: Walk, body: StmtNode[]): void {
  for (const statement of body) walkStatement(walk, statement);
}

function walkStatement(walk: Walk, node: StmtNode): void {
  switch (node.nodeType) {
    case "Expr":
      if (node.value.nodeType === "Yield") walk.returning = node.value.value ?? null;
      evaluate(walk, node.value);
      return;
    case "Assign":
      assign(walk, node);
      return;
    case "AnnAssign": {
      const declared = annotatedValue(node.annotation, (inner) => evaluate(walk, inner));
      const value = node.value ? evaluate(walk, node.value) : UNKNOWN;
      const known =
        value.complete && value.shapes.length > 0
          ? value
          : { ...declared, roots: value.roots, constant: value.constant };
      if (node.value) assignTarget(walk, node.target, known, node);
      return;
    }
    case "AugAssign":
      augment(walk, node);
      return;
    case "Return":
      walkReturn(walk, node);
      return;
    case "Delete":
      for (const target of node.targets) deleteTarget(walk, target);
      return;
    case "If":
      walkIf(walk, node);
      return;
    case "While":
      walkLoop(walk, node.body, () => {
        evaluate(walk, node.test);
      });
      walkBody(walk, node.orelse);
      return;
    case "For":
    case "AsyncFor": {
      const source = evaluate(walk, node.iter);
      walkLoop(
        walk,
        node.body,
        () => {
          assignTarget(walk, node.target, iterate(walk, source, node.iter), node.iter);
        },
        node.target,
      );
      walkBody(walk, node.orelse);
      return;
    }
    case "With":
    case "AsyncWith":
      walkWith(walk, node, walkBody);
      return;
    case "Try":
    case "TryStar":
      walkTry(walk, node, walkBody);
      return;
    case "Match":
      walkMatch(walk, node, walkBody);
      return;
    case "Raise":
      raise(walk, node);
      return;
    case "Assert":
      walkAssert(walk, node);
      return;
    case "Import":
      walkImport(walk, node);
      return;
    case "ImportFrom":
      walkImportFrom(walk, node);
      return;
    case "FunctionDef":
    case "AsyncFunctionDef":
      defineFunction(walk, node);
      return;
    case "ClassDef":
      defineClass(walk, node, walkBody);
      return;
    case "Global":
    case "Nonlocal":
      declareOuter(walk, node);
      return;
    case "TypeAlias":
    case "Pass":
    case "Break":
    case "Continue":
    case "Comment":
      return;
  }
}

function assign(walk: Walk, node: Extract<StmtNode, { nodeType: "Assign" }>): void {
  const [target] = node.targets;
  const value = node.value;
  const isPair = (one: ExprNode | undefined) => one?.nodeType === "Tuple" || one?.nodeType === "List";
  if (node.targets.length === 1 && target && isPair(target) && isPair(value)) {
    const targets = "elts" in target ? target.elts : [];
    const values = "elts" in value ? value.elts : [];
    const plain = ![...targets, ...values].some((part) => part.nodeType === "Starred");
    if (plain && targets.length === values.length) {
      assignPairwise(
        walk,
        targets,
        values.map((part) => evaluate(walk, part)),
        node,
      );
      return;
    }
  }
  const given = evaluate(walk, value);
  for (const one of node.targets) assignTarget(walk, one, given, node);
}

function walkReturn(walk: Walk, node: Extract<StmtNode, { nodeType: "Return" }>): void {
  walk.returning = node.value ?? null;
  const value = node.value ? evaluate(walk, node.value) : null;
  walk.returning = null;
  walk.unit.returned.push({ node, kind: "return", constant: value ? value.constant : NONE });
  if (value) noteReturn(walk, value);
}

/** Adds to what the unit may give back. */
export function noteReturn(walk: Walk, value: Value): void {
  const plain: Value = { ...value, constant: null };
  walk.returns = walk.returns ? join(walk.returns, plain) : plain;
}

function walkIf(walk: Walk, node: Extract<StmtNode, { nodeType: "If" }>): void {
  const truth = knownTruth(evaluate(walk, node.test));
  const before = walk.env;
  const taken = branch(walk);
  walkBody(walk, node.body);
  walk.env = before;
  const other = branch(walk);
  walkBody(walk, node.orelse);
  walk.env = before;
  if (truth === null) before.becomeEither(taken, other, before);
  else before.become(truth ? taken : other);
}

/** Walks a loop's body twice where no outer loop does so already: what one round stores, the next one meets. */
function walkLoop(walk: Walk, body: StmtNode[], begin: () => void, target?: ExprNode): void {
  const changed = assignedNames(body);
  if (target)
    for (const name of assignedNames([{ nodeType: "Expr", value: target, lineno: 1, col_offset: 0 } as StmtNode]))
      changed.add(name);
  for (const name of changed) {
    const known = walk.env.get(name);
    if (known?.constant) walk.env.set(name, { ...known, constant: null });
  }
  const before = walk.env;
  const rounded = branch(walk);
  const rounds = walk.loops === 0 ? 2 : 1;
  walk.loops += 1;
  const { unit } = walk;
  const marks = [unit.observations.length, unit.calls.length, unit.returned.length] as const;
  for (let round = 0; round < rounds; round += 1) {
    // The second round sees all that the first one saw, and more.
    [unit.observations.length, unit.calls.length, unit.returned.length] = marks;
    begin();
    walkBody(walk, body);
    rounded.becomeEither(before, walk.env, before);
  }
  walk.env = before;
  before.become(rounded);
  walk.loops -= 1;
}

function walkAssert(walk: Walk, node: Extract<StmtNode, { nodeType: "Assert" }>): void {
  const truth = knownTruth(evaluate(walk, node.test));
  if (node.msg) evaluate(walk, node.msg);
  if (truth === true) return;
  observe(walk, node, {
    effect_type: "exception",
    target: "AssertionError",
    description: "raises AssertionError when the assertion does not hold",
    rule: "assert",
    confidence: 0.95,
    exception: builtinException("AssertionError"),
  });
}

/** A declaration alone announces a write; where one follows, both are evidence of the same effect. */
function declareOuter(walk: Walk, node: Extract<StmtNode, { nodeType: "Global" | "Nonlocal" }>): void {
  const isGlobal = node.nodeType === "Global";
  for (const name of node.names) {
    if (!isGlobal) {
      const outer = outerOwner(walk, name);
      observeDeclaration(walk, node, name, `declares \`${name}\` of the enclosing function for writing`, outer);
      continue;
    }
    observeDeclaration(walk, node, name, `declares the module's \`${name}\` for writing`, null);
  }
}

function outerOwner(walk: Walk, name: string): Walk["unit"] | null {
  for (let outer = walk.unit.parent; outer; outer = outer.parent) if (outer.names.locals.has(name)) return outer;
  return null;
}

function observeDeclaration(
  walk: Walk,
  node: StmtNode,
  name: string,
  description: string,
  unit: Walk["unit"] | null,
): void {
  observe(walk, node, {
    effect_type: "state",
    target: name,
    description,
    rule: "scope-declaration",
    confidence: 0.7,
    root: { owner: unit ? "free" : "global", name, unit, steps: 0, wraps: 0, path: name },
  });
}
