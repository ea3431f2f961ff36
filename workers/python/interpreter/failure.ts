/** The program called `os._exit` or aborted through libc. */
export class ProgramExit extends Error {
  override readonly name = "ProgramExit";

  constructor(code: number) {
    super(`the program left the interpreter with status ${code}`);
  }
}

/** The interpreter called something of its host that does not exist here. */
export class Unsupported extends Error {
  override readonly name = "Unsupported";

  constructor(what: string) {
    super(`the interpreter called ${what}, which this host lacks`);
  }
}
