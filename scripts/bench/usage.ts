import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Clock ticks a second of Linux, as `getconf CLK_TCK` answers everywhere. */
const TICKS = 100;

/** CPU seconds that the processes of a group have used; null where there is no /proc. */
export function cpuSeconds(group: number): number | null {
  let ticks = 0;
  let found = false;
  for (const entry of listed("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const fields = statOf(entry);
    if (Number(fields[2]) !== group) continue;
    found = true;
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return found ? ticks / TICKS : null;
}

function statOf(process: string): string[] {
  try {
    const text = readFileSync(`/proc/${process}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return []; // it has ended
  }
}

function listed(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // not Linux
  }
}

/** Bytes of the files below a directory: all of them, and those of Durable Objects. */
export function bytesIn(directory: string): { all: number; objects: number; files: number } {
  const total = { all: 0, objects: 0, files: 0 };
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 };
    total.all += size;
    total.files += 1;
    if (/[/\\]do[/\\]/.test(path)) total.objects += size;
  }
  return total;
}
