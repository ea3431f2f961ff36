/** The part of Node's crypto module (workerd has it by `nodejs_compat`) that the Workers use; the Workers' types do not declare it. */
declare module "node:crypto" {
  interface Hash {
    update(data: string | ArrayBuffer | ArrayBufferView, inputEncoding?: "utf8"): Hash;
    digest(encoding: "hex" | "base64" | "base64url"): string;
  }
  export function createHash(algorithm: "sha256"): Hash;
}
