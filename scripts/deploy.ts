import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ROOT } from "./lib/server.ts";

/**
 * `npm run deploy [-- --dry-run]`: publishes to the Cloudflare account wrangler is logged in to, in the order the bindings need: the solver and the Python sandbox first, since the
 * API Worker is bound to them, then the database's migrations, then the API Worker. README.md says how the database, the namespace and the queues are made once.
 */
const dryRun = process.argv.includes("--dry-run");
const WRANGLER = fileURLToPath(new URL("../node_modules/wrangler/bin/wrangler.js", import.meta.url));

step("solver Worker", ["deploy", "-c", "workers/solver/wrangler.toml", ...(dryRun ? ["--dry-run"] : [])]);
step("Python Worker", ["deploy", "-c", "workers/python/wrangler.toml", ...(dryRun ? ["--dry-run"] : [])]);
if (!dryRun) step("D1 migrations", ["d1", "migrations", "apply", "DB", "--remote"]);
step("API Worker", ["deploy", "-c", "wrangler.toml", ...(dryRun ? ["--dry-run"] : [])]);

function step(name: string, args: string[]): void {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, [WRANGLER, ...args], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) {
    console.error(
      `\n${name} failed; nothing after it was deployed. Mend what wrangler says above and run the command again: every step may be repeated.`,
    );
    process.exit(status ?? 1);
  }
}
