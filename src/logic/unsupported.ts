/** A construct whose exact meaning is outside what this room translates or evaluates. Caught at the clause, which is then left out by name. */
export class UnsupportedConstruct extends Error {
  override readonly name = "UnsupportedConstruct";
  readonly construct: string;

  /** `construct` is a short stable name with an optional detail: `method:isdigit`, `type:Foo`, `call:sorted`. */
  constructor(construct: string) {
    super(`unsupported: ${construct}`);
    this.construct = construct;
  }
}
