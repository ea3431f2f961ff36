import type { ExprNode } from "py-ast";
import type { PositionedNode } from "../module.ts";
import { builtinException } from "./exceptions.ts";
import type { EffectCode } from "./library/format.ts";
import { factOf, methodFact } from "./library/lookup.ts";
import type { Root, Value } from "./value.ts";
import type { Walk } from "./walk.ts";
import { observe, textOf } from "./walk.ts";

/** Confidence of a fact from the tables, when the name is resolved and when it is only assumed. */
export const RESOLVED = 0.97;
export const ASSUMED = 0.6;

/** How a library effect is told: what it touches, and in words. */
interface Occurrence {
  /** Full path of the function or method. */
  path: string;
  /** Source text of the file, address or command concerned; null when there is none. */
  subject: string | null;
  confidence: number;
  root?: Root | null;
}

/** Notes one effect of a library call. */
export function observeCode(
  walk: Walk,
  node: PositionedNode,
  code: EffectCode,
  { path, subject, confidence, root = null }: Occurrence,
): void {
  const name = path.replace(/^builtins\./, "").replaceAll(/[<>]/g, "");
  const parts = { rule: `library-${code}`, confidence, root: null };
  switch (code) {
    case "stdout":
    case "stderr":
    case "stdin":
      observe(walk, node, {
        ...parts,
        effect_type: "io",
        target: code,
        description: code === "stdin" ? `\`${name}\` reads the standard input` : `\`${name}\` writes to ${code}`,
      });
      return;
    case "log":
      observe(walk, node, {
        ...parts,
        effect_type: "io",
        target: "log",
        description: `\`${name}\` writes a log record`,
      });
      return;
    case "warn":
      observe(walk, node, {
        ...parts,
        effect_type: "io",
        target: "stderr",
        confidence: Math.min(confidence, 0.7),
        description: `\`${name}\` issues a warning, by default on stderr`,
      });
      return;
    case "read":
    case "write":
      observe(walk, node, {
        ...parts,
        effect_type: "filesystem",
        target: `${code}:${subject ?? name}`,
        description: `\`${name}\` ${code === "read" ? "reads from" : "changes"} the file system`,
      });
      return;
    case "network":
      observe(walk, node, {
        ...parts,
        effect_type: "network",
        target: name,
        description: `\`${name}\` uses the network`,
      });
      return;
    case "process":
      observe(walk, node, {
        ...parts,
        effect_type: "process",
        target: name,
        description: `\`${name}\` acts on processes or threads, or asks the system about them`,
      });
      return;
    case "exit":
      observeExit(walk, node, name, confidence);
      return;
    case "time":
      observe(walk, node, {
        ...parts,
        effect_type: "time",
        target: "clock",
        description: `\`${name}\` reads the clock`,
      });
      return;
    case "sleep":
      observe(walk, node, { ...parts, effect_type: "time", target: "sleep", description: `\`${name}\` waits` });
      return;
    case "random":
      observe(walk, node, {
        ...parts,
        effect_type: "randomness",
        target: name,
        description: `\`${name}\` draws at random`,
      });
      return;
    case "env-read":
      observe(walk, node, {
        ...parts,
        effect_type: "state",
        target: "read:os.environ",
        description: `\`${name}\` reads the environment of the process`,
      });
      return;
    case "env-write":
      observe(walk, node, {
        ...parts,
        effect_type: "state",
        target: "os.environ",
        description: `\`${name}\` changes the environment of the process`,
      });
      return;
    case "setting":
      observe(walk, node, {
        ...parts,
        effect_type: "state",
        target: name,
        description: `\`${name}\` changes a setting of the interpreter or of a library`,
      });
      return;
    case "import":
      observe(walk, node, {
        ...parts,
        effect_type: "state",
        target: `import:${subject ?? name}`,
        description: `\`${name}\` loads code by name`,
      });
      return;
    case "nondeterministic":
      observe(walk, node, {
        ...parts,
        effect_type: "nondeterminism",
        target: name,
        description: `the result of \`${name}\` differs between runs`,
      });
      return;
    case "unknown":
      observe(walk, node, {
        ...parts,
        effect_type: "unknown_call",
        target: name,
        confidence: 0.5,
        description: `\`${name}\` runs code that the source does not show`,
        root,
      });
  }
}

function observeExit(walk: Walk, node: PositionedNode, name: string, confidence: number): void {
  const certain = name === "sys.exit" || name === "exit" || name === "quit";
  const sure = certain ? confidence : Math.min(confidence, 0.6);
  observe(walk, node, {
    effect_type: "process",
    target: "exit",
    rule: "library-exit",
    confidence: sure,
    description: `\`${name}\` ${certain ? "leaves" : "may leave"} the program`,
  });
  observe(walk, node, {
    effect_type: "exception",
    target: "SystemExit",
    rule: "library-exit",
    confidence: sure,
    description: `\`${name}\` ${certain ? "raises" : "may raise"} SystemExit`,
    exception: builtinException("SystemExit"),
  });
}

/** Notes what an operation such as iteration, spelled as a method, does on the library objects a value may be. */
export function observeLibraryMethod(walk: Walk, value: Value, method: string, node: PositionedNode): void {
  for (const shape of value.shapes) {
    const path = shape.kind === "instance" ? shape.path : shape.kind === "library" ? objectClass(shape.path) : null;
    if (path === null) continue;
    const fact = methodFact(path, method);
    const resource = shape.kind === "instance" ? shape.resource : null;
    for (const code of fact?.codes ?? []) {
      observeCode(walk, node, code, {
        path: shape.kind === "library" ? shape.path : path,
        subject: resource,
        confidence: RESOLVED,
      });
    }
  }
}

/** Class path of a module's attribute such as `sys.stdout`; null for functions, classes and modules. */
export function objectClass(path: string): string | null {
  const fact = factOf(path);
  return fact?.kind === "object" ? fact.gives : null;
}

/** Text of an argument as the subject of an effect. */
export function subjectText(walk: Walk, node: ExprNode | undefined): string | null {
  if (!node) return null;
  return textOf(walk.program.module, node.nodeType === "Starred" ? node.value : node);
}
