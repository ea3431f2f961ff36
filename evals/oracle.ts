import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "../scripts/lib/client.ts";

/** System CPython as the source of truth: one process, one JSON line a question, answers in order. */
export class Oracle {
  readonly #child = spawn("python3", [fileURLToPath(new URL("oracle.py", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  readonly #waiting: { resolve: (answer: JsonObject) => void; reject: (error: Error) => void }[] = [];

  constructor() {
    createInterface({ input: this.#child.stdout }).on("line", (line) =>
      this.#waiting.shift()?.resolve(JSON.parse(line)),
    );
    this.#child.on("exit", (code) => {
      for (const { reject } of this.#waiting) reject(new Error(`python3 ended with code ${code}`));
    });
    this.#child.on("error", (error) => {
      for (const { reject } of this.#waiting) reject(new Error(`python3 is needed as oracle: ${error.message}`));
    });
  }

  ask(question: Record<string, unknown>): Promise<JsonObject> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    });
  }

  /** The normal form of an annotation or predicate; null when CPython cannot parse it. */
  async normal(question: Record<string, unknown>): Promise<string | null> {
    const answer = await this.ask(question);
    return answer.ok === true ? String(answer.normal) : null;
  }

  close(): void {
    this.#child.stdin.end();
  }
}
