/** What `npm run build` takes from the npm package and must find there; every other version fails the build until somebody has looked at it. */
export const PYTHON_BUILD = {
  package: "pyodide",
  package_version: "314.0.7",
  input_sha256: {
    "pyodide.asm.wasm": "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6",
    "pyodide.asm.mjs": "f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635",
    "python_stdlib.zip": "fa1957e5777068fc4f7437f96d860ae2fbe9c19732ba06c84e004ec16dd7dd7a",
  },
  /** Of python.wasm, which is metered. */
  output_sha256: "cbed78a3749eacdf7d0df626e1ab35bfba9c3681c9a95eaa8ac3861c76121a20",
} as const;
