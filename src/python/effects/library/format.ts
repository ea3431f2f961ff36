/**
 * What a library call does to the world.
 *
 * `stdout`, `stderr`, `stdin`: the standard streams. `log`: the logging system, which writes where its handlers say. `read`, `write`: the file
 * system. `network`, `process` (starting, signalling or replacing processes and threads, or asking the system about them), `exit`: leaving the
 * interpreter. `time`: reading a clock. `sleep`: waiting. `random`: a result that chance decides. `env-read`, `env-write`: the environment of
 * the process. `setting`: state of the interpreter or of a library that outlives the call. `import`: loading code by name. `warn`: the warning
 * filters decide. `nondeterministic`: a result that differs between runs for another reason. `unknown`: runs code or does things that no table can name.
 */
export type EffectCode =
  | "stdout"
  | "stderr"
  | "stdin"
  | "log"
  | "read"
  | "write"
  | "network"
  | "process"
  | "exit"
  | "time"
  | "sleep"
  | "random"
  | "env-read"
  | "env-write"
  | "setting"
  | "import"
  | "warn"
  | "nondeterministic"
  | "unknown";

/** Names separated by blanks, by what they do; a name may stand under several codes. */
export type NamesByCode = Partial<Record<EffectCode, string>>;

export interface LibraryClass {
  /** Codes, separated by blanks, of what constructing an instance does. */
  create?: string;
  effects?: NamesByCode;
  /** Methods that change the receiver. */
  mutates?: string;
  /** Class path of what a method returns, or an attribute holds. */
  returns?: Record<string, string>;
  /** Methods whose result is, or is part of, the receiver itself. */
  exposes?: string;
  /** Class path of the elements that iteration gives. */
  elements?: string;
  /** Methods not listed anywhere: without effect, or unknown. */
  others: "pure" | "unknown";
  /** Class path of another entry whose methods are valid here too. */
  base?: string;
}

export interface LibraryModule {
  effects?: NamesByCode;
  /** Functions that change their first argument. */
  mutates?: string;
  /** Class path of what a function returns, or a module attribute holds. */
  returns?: Record<string, string>;
  classes?: Record<string, LibraryClass>;
  /** Exception classes: the name, then its base class. */
  exceptions?: Record<string, string>;
  /** Names that mean a name elsewhere, as full paths. */
  aliases?: Record<string, string>;
  /** Functions that call a function they are given. */
  calls_back?: string;
  others: "pure" | "unknown";
}

export type LibraryTable = Record<string, LibraryModule>;
