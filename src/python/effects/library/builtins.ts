import type { LibraryTable } from "./format.ts";

/** Built-in functions and types; facts from the library reference's pages "Built-in Functions" and "Built-in Types". */
export const BUILTINS: LibraryTable = {
  builtins: {
    others: "pure",
    effects: {
      stdout: "print help breakpoint",
      stdin: "input breakpoint help",
      import: "__import__",
      exit: "exit quit",
      unknown: "eval exec",
      nondeterministic: "id",
    },
    mutates: "setattr delattr next anext",
    calls_back: "map filter sorted min max iter",
    returns: {
      sorted: "builtins.list",
      input: "builtins.str",
      repr: "builtins.str",
      ascii: "builtins.str",
      chr: "builtins.str",
      hex: "builtins.str",
      oct: "builtins.str",
      bin: "builtins.str",
      format: "builtins.str",
      len: "builtins.int",
      ord: "builtins.int",
      hash: "builtins.int",
      id: "builtins.int",
      abs: "builtins.number",
      divmod: "builtins.tuple",
      dir: "builtins.list",
      isinstance: "builtins.bool",
      issubclass: "builtins.bool",
      callable: "builtins.bool",
      hasattr: "builtins.bool",
      all: "builtins.bool",
      any: "builtins.bool",
    },
    classes: {
      object: { others: "pure" },
      int: { others: "pure" },
      float: { others: "pure" },
      complex: { others: "pure" },
      number: { others: "pure" },
      bool: { others: "pure" },
      NoneType: { others: "pure" },
      range: { others: "pure", elements: "builtins.int" },
      slice: { others: "pure" },
      memoryview: { others: "pure" },
      type: { others: "unknown" },
      enumerate: { others: "pure" },
      zip: { others: "pure" },
      reversed: { others: "pure" },
      generator: { others: "pure", mutates: "send throw close" },
      str: {
        others: "pure",
        elements: "builtins.str",
        returns: {
          encode: "builtins.bytes",
          split: "builtins.list",
          rsplit: "builtins.list",
          splitlines: "builtins.list",
          partition: "builtins.tuple",
          rpartition: "builtins.tuple",
          ...Object.fromEntries(
            "capitalize casefold center expandtabs format format_map join ljust lower lstrip removeprefix removesuffix replace rjust rstrip strip swapcase title translate upper zfill"
              .split(" ")
              .map((name) => [name, "builtins.str"]),
          ),
        },
      },
      bytes: { others: "pure", elements: "builtins.int", returns: { decode: "builtins.str", hex: "builtins.str" } },
      tuple: { others: "pure" },
      frozenset: { others: "pure" },
      list: { others: "pure", mutates: "append extend insert remove pop clear sort reverse", exposes: "pop" },
      bytearray: { others: "pure", mutates: "append extend insert remove pop clear reverse" },
      dict: {
        others: "pure",
        mutates: "clear pop popitem setdefault update",
        exposes: "get pop popitem setdefault keys values items",
      },
      set: {
        others: "pure",
        mutates:
          "add clear difference_update discard intersection_update pop remove symmetric_difference_update update",
        exposes: "pop",
        returns: Object.fromEntries(
          "copy difference intersection symmetric_difference union".split(" ").map((name) => [name, "builtins.set"]),
        ),
      },
    },
  },
  collections: {
    others: "pure",
    classes: {
      deque: {
        others: "pure",
        mutates: "append appendleft clear extend extendleft insert pop popleft remove reverse rotate",
        exposes: "pop popleft",
      },
      defaultdict: { others: "pure", base: "builtins.dict" },
      OrderedDict: { others: "pure", base: "builtins.dict", mutates: "move_to_end" },
      Counter: { others: "pure", base: "builtins.dict", mutates: "subtract" },
      ChainMap: { others: "pure", base: "builtins.dict" },
      UserDict: { others: "pure", base: "builtins.dict" },
      UserList: { others: "pure", base: "builtins.list" },
    },
  },
  "collections.abc": { others: "pure" },
  array: {
    others: "pure",
    classes: { array: { others: "pure", base: "builtins.list", mutates: "frombytes fromlist fromfile byteswap" } },
  },
};

/**
 * Methods that change their receiver in every standard container that has them. On a receiver of unknown type they are taken to mean the
 * same, with less confidence. Names that immutable types use for something else (`add`, `update`, `remove`, `pop` of data frames, paths or hashes)
 * still name a change of the receiver in nearly all libraries.
 */
export const CUSTOMARY_MUTATORS: ReadonlySet<string> = new Set(
  "append appendleft extend extendleft insert remove pop popleft popitem clear sort reverse update setdefault add discard difference_update intersection_update symmetric_difference_update rotate move_to_end".split(
    " ",
  ),
);

/** Methods of the built-in types without effect; on a receiver of unknown type they are taken to mean the same. */
export const CUSTOMARY_PURE_METHODS: ReadonlySet<string> = new Set(
  [
    "capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit",
    "isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix",
    "replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill decode hex",
    "fromhex copy get items keys values fromkeys difference intersection isdisjoint issubset issuperset symmetric_difference union",
    "as_integer_ratio bit_count bit_length conjugate from_bytes to_bytes is_integer most_common elements",
  ]
    .join(" ")
    .split(" "),
);

/** Names that every module sees without import, but for exceptions; from `dir(builtins)` and the module attributes. */
export const BUILTIN_NAMES: ReadonlySet<string> = new Set(
  [
    "Ellipsis False None NotImplemented True __build_class__ __debug__ __doc__ __file__ __import__ __loader__",
    "__name__ __package__ __path__ __spec__ abs aiter all anext any ascii bin bool breakpoint bytearray bytes",
    "callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit",
    "filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter",
    "len license list locals map max memoryview min next object oct open ord pow print property quit range repr",
    "reveal_type reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip",
  ]
    .join(" ")
    .split(" "),
);
