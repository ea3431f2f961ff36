import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageProblem } from "./command-line.ts";

/** Takes a state directory for this process, so that no second server writes into it, and answers what releases it. A lock whose process is gone does not count. Throws `UsageProblem`. */
export function lockState(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "lift.pid");
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error;
      const holder = Number(readFileSync(path, "utf8"));
      if (isAlive(holder))
        throw new UsageProblem(
          `process ${holder} works in ${directory}: wait for it, give another --state DIR, or start a server (npm start) and give its --url`,
        );
      rmSync(path, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
