import { WorkerEntrypoint } from "cloudflare:workers";
import type { PythonReply, PythonRequest, PythonRpc } from "../../src/python/sandbox/contract.ts";
import guestSource from "./dist/guest.txt";
import image from "./dist/image.bin";
import library from "./dist/library.bin";
import python from "./dist/python.wasm";
import trampoline from "./dist/trampoline.wasm";
import type Guest from "./guest.ts";
import { Host } from "./host.ts";
import { Isolates } from "./isolates.ts";
import { notPublic } from "./not-public.ts";
import { PYTHON_BUILD } from "./python-build.ts";
import { admit } from "./request.ts";

interface Env {
  /** Absent where the account has no dynamic Workers; the interpreter then runs in this Worker, which has no other binding. */
  LOADER?: WorkerLoader;
}

/** For the name of isolates: what is random may not be made while the Worker starts. */
let isolates: Isolates | null = null;
const host = new Host({ module: python, trampoline, library: new Uint8Array(library) }, new Uint8Array(image));
/** Nobody's: it answers what the version is. */
const NOBODY = "";

/** CPython behind a service binding. */
export class PythonService extends WorkerEntrypoint<Env> implements PythonRpc {
  async run(request: PythonRequest): Promise<PythonReply> {
    const admitted = admit(request);
    if ("rejected" in admitted) return { status: "rejected", detail: admitted.rejected };
    try {
      const { LOADER } = this.env;
      return LOADER === undefined ? host.run(admitted.request).reply : await runApart(LOADER, admitted.request);
    } catch (error) {
      console.error({ message: "the sandbox failed", error: String(error) });
      return { status: "unavailable", detail: error instanceof Error ? error.name : "unknown failure" };
    }
  }

  async version(): ReturnType<PythonRpc["version"]> {
    const { LOADER } = this.env;
    const facts = { name: "pyodide" as const, version: PYTHON_BUILD.package_version };
    if (LOADER === undefined) return { ...facts, python: host.version(), isolation: "service" };
    const { guest } = await guestOf(LOADER, NOBODY);
    return { ...facts, python: await guest.version(), isolation: "dynamic_worker" };
  }
}

async function runApart(loader: WorkerLoader, request: PythonRequest): Promise<PythonReply> {
  const { guest, name, among } = await guestOf(loader, request.tenant);
  try {
    const { reply, worn } = await guest.run(request);
    if (worn) among.retire(request.tenant, name);
    return reply;
  } catch (error) {
    among.retire(request.tenant, name);
    throw error;
  }
}

async function guestOf(loader: WorkerLoader, tenant: string) {
  isolates ??= new Isolates(crypto.randomUUID());
  const among = isolates;
  const name = await among.take(tenant);
  const guest = loader.get(name, guestCode).getEntrypoint<Guest>();
  return { guest, name, among };
}

const guestCode = (): WorkerLoaderWorkerCode => ({
  compatibilityDate: "2026-10-01",
  mainModule: "guest.js",
  modules: {
    "guest.js": { js: guestSource },
    "python.wasm": { wasm: python },
    "trampoline.wasm": { wasm: trampoline },
    "library.bin": { data: library },
    "image.bin": { data: image },
  },
  env: {},
  globalOutbound: null,
});

/** The Worker has no public face. */
export default { fetch: notPublic } satisfies ExportedHandler;
