import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** Root of the repository, where wrangler finds its configuration. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface ServerOptions {
  /** Port of the API; a free one is chosen when absent. */
  port?: number;
  /** Directory that keeps D1, KV, Durable Objects and queues; wrangler's own under `.wrangler/` when absent. */
  state: string;
  /** `inherit` shows wrangler's output, for people; `collect` keeps it for the error message. */
  output: "inherit" | "collect";
  /** Configuration of the API Worker when it is not the product's own. */
  config?: string;
  /** Extra `KEY=value` variables for the API Worker. */
  vars?: Record<string, string>;
}

export interface LocalServer {
  url: string;
  pid: number;
  /** Ends the process group gently, then by force after five seconds. */
  stop(): Promise<void>;
  /** SIGKILL to the whole process group, as a power cut would. */
  kill(): Promise<void>;
  /** Resolves when the server has ended, with what it printed if that was collected. */
  ended: Promise<{ code: number | null; output: string }>;
  /** Resident memory of the process group in bytes, read from /proc; null where there is none. */
  memory(): Promise<number | null>;
}

const WRANGLER = fileURLToPath(new URL("../../node_modules/wrangler/bin/wrangler.js", import.meta.url));

const QUIET_ENVIRONMENT = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  AX_SKIP_SKILL_INSTALL: "1",
  // Tracing every SQL statement into a local database halves the throughput of whatever runs here.
  X_LOCAL_OBSERVABILITY: "false",
};

/** Applies the D1 migrations to the state directory; idempotent. */
export async function migrate(state: string): Promise<void> {
  const { code, output } = await run(["d1", "migrations", "apply", "DB", "--local", "--persist-to", state]);
  if (code !== 0) throw new Error(`D1 migrations failed:\n${output}`);
}

/** Starts every Worker in one workerd on this machine and resolves when `/livez` answers. */
export async function startServer(options: ServerOptions): Promise<LocalServer> {
  const port = options.port ?? (await freePort());
  await migrate(options.state);
  const child = spawn(process.execPath, [WRANGLER, ...serverArguments(port, await freePort(), options)], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET_ENVIRONMENT, CI: "1" },
    stdio: options.output === "inherit" ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error("wrangler could not be started; run `npm ci` first");
  let output = "";
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-64_000);
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.on("exit", (code) => resolve({ code, output }));
  });
  const signal = async (name: NodeJS.Signals) => {
    try {
      process.kill(-pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  const server: LocalServer = {
    url: `http://127.0.0.1:${port}`,
    pid,
    ended,
    async stop() {
      await signal("SIGINT");
      const timer = setTimeout(() => void signal("SIGKILL"), 5000);
      await ended;
      clearTimeout(timer);
      await signal("SIGKILL");
    },
    async kill() {
      await signal("SIGKILL");
      await ended;
    },
    memory: () => groupMemory(pid),
  };
  await untilAlive(server, () => output);
  return server;
}

function serverArguments(port: number, inspectorPort: number, options: ServerOptions): string[] {
  const vars = Object.entries(options.vars ?? {}).flatMap(([key, value]) => ["--var", `${key}:${value}`]);
  return [
    "dev",
    ...[
      "-c",
      options.config ?? "wrangler.toml",
      "-c",
      "workers/solver/wrangler.toml",
      "-c",
      "workers/python/wrangler.toml",
    ],
    ...["--ip", "127.0.0.1", "--port", String(port), "--inspector-port", String(inspectorPort)],
    ...["--persist-to", options.state, "--show-interactive-dev-session=false", "--test-scheduled"],
    ...["--log-level", options.output === "inherit" ? "info" : "warn"],
    ...vars,
  ];
}

async function untilAlive(server: LocalServer, output: () => string): Promise<void> {
  const deadline = Date.now() + 120_000;
  let over = false;
  void server.ended.then(() => {
    over = true;
  });
  while (Date.now() < deadline) {
    if (over) throw new Error(`the local server ended while starting:\n${output()}`);
    const alive = await fetch(`${server.url}/livez`, { signal: AbortSignal.timeout(2000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (alive) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await server.kill();
  throw new Error(`the local server did not answer /livez within two minutes:\n${output()}`);
}

function run(args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [WRANGLER, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...QUIET_ENVIRONMENT, CI: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("exit", (code) => resolve({ code, output }));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

async function groupMemory(group: number): Promise<number | null> {
  const { readdir, readFile } = await import("node:fs/promises");
  const entries = await readdir("/proc").catch(() => null);
  if (entries === null) return null;
  let bytes = 0;
  for (const entry of entries) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(fields[2]) === group) bytes += Number(fields[21]) * 4096;
  }
  return bytes;
}
