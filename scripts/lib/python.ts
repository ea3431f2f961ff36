import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PythonReply, PythonRequest } from "../../src/python/sandbox/contract.ts";
import { Host } from "../../workers/python/host.ts";
import { admit } from "../../workers/python/request.ts";

/** The Python sandbox's interpreter as it was built (`npm run build`), run by Node: the same wasm and the same code, without workerd and its isolates. */
export function wasmPython(): (request: PythonRequest) => PythonReply {
  const contents = (name: string): Uint8Array<ArrayBuffer> =>
    new Uint8Array(readFileSync(join(import.meta.dirname, "../../workers/python/dist", name)));
  const host = new Host(
    {
      module: new WebAssembly.Module(contents("python.wasm")),
      trampoline: new WebAssembly.Module(contents("trampoline.wasm")),
      library: contents("library.bin"),
    },
    contents("image.bin"),
  );
  return (request) => {
    const admitted = admit(request);
    if ("rejected" in admitted) return { status: "rejected", detail: admitted.rejected };
    return host.run(admitted.request).reply;
  };
}
