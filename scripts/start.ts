import { parseArgs } from "node:util";
import { startServer } from "./lib/server.ts";

/** `npm start [-- --port N --state DIR]`: all Workers in one local workerd, D1 migrations applied, state kept between starts. */
const { values } = parseArgs({
  options: { port: { type: "string", default: "8787" }, state: { type: "string", default: ".wrangler/state" } },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  console.error(`--port takes a number from 1 to 65535, not "${values.port}"`);
  process.exit(2);
}

const server = await startServer({ port, state: values.state, output: "inherit" });
console.log(
  `\nLift listens on ${server.url}   (reference: ${server.url}/docs, state: ${values.state}; Ctrl-C ends it)\n`,
);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void server.stop());
const { code } = await server.ended;
process.exit(code ?? 0);
