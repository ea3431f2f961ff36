/** One top-level command of an SMT-LIB script. Offsets are UTF-16 indices, `line` counts from 1 and `column` from 1 as Z3 prints them. */
export interface Command {
  /** First symbol inside the parentheses: `assert`, `check-sat`. */
  name: string;
  /** Second atom when it stands directly in the command: the keyword of `set-option`. */
  argument: string | null;
  /** Every keyword (`:name`) of the command, at any depth. */
  keywords: string[];
  start: number;
  end: number;
  line: number;
  column: number;
}

export type CommandsResult = { ok: true; commands: Command[] } | { ok: false; detail: string };

const WHITESPACE = " \t\r\n";
const ENDS_ATOM = `${WHITESPACE}()"|;`;

/**
 * Splits a script into its top-level commands by the lexical rules of SMT-LIB 2.6 (section 3.1). Refuses what those rules do not
 * allow, and Z3's own extensions to them, so that Z3 cannot read a command where this reader sees none. Takes constant stack.
 */
export function readCommands(script: string): CommandsResult {
  const commands: Command[] = [];
  let current: Command | null = null;
  let depth = 0;
  let atoms = 0;
  let line = 1;
  let lineStart = 0;
  let at = 0;

  const refuse = (what: string): CommandsResult => ({ ok: false, detail: `line ${line}: ${what}` });
  /** Index after the closing delimiter, or null; counts the lines it passes. */
  const skipTo = (delimiter: string, from: number): number | null => {
    for (let index = from; index < script.length; index += 1) {
      const character = script.charAt(index);
      if (character === "\n") {
        line += 1;
        lineStart = index + 1;
      }
      if (character === delimiter) return index + 1;
    }
    return null;
  };

  while (at < script.length) {
    const character = script.charAt(at);
    if (character === "\n") {
      line += 1;
      at += 1;
      lineStart = at;
    } else if (WHITESPACE.includes(character)) at += 1;
    else if (character === "\0") return refuse("a NUL character");
    else if (character === ";") {
      const end = script.indexOf("\n", at);
      const comment = script.slice(at, end === -1 ? script.length : end);
      if (comment.includes("\0")) return refuse("a NUL character");
      at += comment.length;
    } else if (character === "(") {
      if (current === null) {
        current = { name: "", argument: null, keywords: [], start: at, end: at, line, column: at - lineStart + 1 };
        atoms = 0;
      } else if (current.name === "") return refuse("a command that does not begin with its name");
      else if (depth === 1) atoms += 1;
      depth += 1;
      at += 1;
    } else if (character === ")") {
      if (current === null) return refuse("a closing parenthesis without its opening one");
      depth -= 1;
      at += 1;
      if (depth === 0) {
        if (current.name === "") return refuse("an empty command");
        commands.push({ ...current, end: at });
        current = null;
      }
    } else {
      if (current === null) return refuse("text outside a command");
      const start = at;
      if (character === '"' || character === "|") {
        const end = skipTo(character, at + 1);
        if (end === null) return refuse(character === '"' ? "an unclosed string" : "an unclosed quoted symbol");
        const quoted = script.slice(start, end);
        if (quoted.includes("\0")) return refuse("a NUL character");
        if (character === "|" && quoted.includes("\\")) return refuse("a backslash in a quoted symbol");
        at = end;
      } else {
        while (at < script.length && !ENDS_ATOM.includes(script.charAt(at))) at += 1;
        const atom = script.slice(start, at);
        if (atom.includes("\0")) return refuse("a NUL character");
        if (atom.startsWith("#") && !/^#(x[0-9a-fA-F]+|b[01]+)$/.test(atom))
          return refuse(`the token ${atom.slice(0, 20)}`);
        if (atom.startsWith(":")) current.keywords.push(atom);
      }
      if (depth === 1) {
        const atom = script.slice(start, at);
        if (atoms === 0) current.name = atom;
        else if (atoms === 1) current.argument = atom;
        atoms += 1;
      }
    }
  }
  if (current !== null) return { ok: false, detail: `line ${current.line}: an unclosed command` };
  return { ok: true, commands };
}
