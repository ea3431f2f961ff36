declare module "*.bin" {
  const bytes: ArrayBuffer;
  export default bytes;
}

declare module "*/guest.txt" {
  const source: string;
  export default source;
}
