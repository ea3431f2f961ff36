import { WorkerEntrypoint } from "cloudflare:workers";
import type { PythonReply, PythonRequest } from "../../src/python/sandbox/contract.ts";
import image from "./dist/image.bin";
import library from "./dist/library.bin";
import python from "./dist/python.wasm";
import trampoline from "./dist/trampoline.wasm";
import { Host } from "./host.ts";

const host = new Host({ module: python, trampoline, library: new Uint8Array(library) }, new Uint8Array(image));

/** The main module of a dynamically loaded Worker, which has no bindings and no way out; it serves one tenant. */
export default class Guest extends WorkerEntrypoint {
  async run(request: PythonRequest): Promise<{ reply: PythonReply; worn: boolean }> {
    return host.run(request);
  }

  async version(): Promise<string> {
    return host.version();
  }
}
