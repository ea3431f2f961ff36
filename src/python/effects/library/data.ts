import type { LibraryTable } from "./format.ts";

/** Modules that compute on their arguments alone; their functions are without effect unless an entry below says more. */
const COMPUTING =
  "abc ast base64 binascii bisect calendar cmath colorsys contextlib contextvars copy copyreg dataclasses difflib dis enum functools fractions graphlib hashlib heapq hmac html html.entities html.parser ipaddress itertools json.decoder json.encoder keyword math numbers opcode operator quopri re reprlib sre_constants stat statistics string string.templatelib stringprep struct symtable textwrap token tokenize types typing unicodedata weakref xml.sax.saxutils zlib __future__ email typing_extensions";

const computing: LibraryTable = Object.fromEntries(
  COMPUTING.split(" ").map((name) => [name, { others: "pure" as const }]),
);

/** Data formats, archives and functional tools; facts from the library reference. */
export const DATA: LibraryTable = {
  ...computing,
  dis: { others: "pure", effects: { stdout: "dis disassemble disco distb show_code" } },
  calendar: { others: "pure", effects: { stdout: "prmonth prcal prweek format" } },
  heapq: { others: "pure", mutates: "heappush heappop heapify heapreplace heappushpop _heapify_max" },
  bisect: { others: "pure", mutates: "insort insort_left insort_right" },
  operator: {
    others: "pure",
    mutates:
      "setitem delitem iadd iand iconcat ifloordiv ilshift imatmul imod imul ior ipow irshift isub itruediv ixor",
    calls_back: "call",
  },
  functools: {
    others: "pure",
    calls_back:
      "reduce partial partialmethod lru_cache cache wraps cmp_to_key singledispatch singledispatchmethod cached_property total_ordering update_wrapper",
  },
  itertools: {
    others: "pure",
    calls_back: "starmap takewhile dropwhile filterfalse groupby accumulate",
    classes: { chain: { others: "pure" } },
  },
  contextlib: {
    others: "pure",
    calls_back: "contextmanager asynccontextmanager closing",
    classes: { ExitStack: { others: "unknown" }, AsyncExitStack: { others: "unknown" } },
  },
  re: {
    others: "pure",
    calls_back: "sub subn",
    exceptions: { error: "builtins.Exception", PatternError: "builtins.Exception" },
    returns: {
      compile: "re.Pattern",
      match: "re.Match",
      search: "re.Match",
      fullmatch: "re.Match",
      findall: "builtins.list",
      finditer: "re.<matches>",
      split: "builtins.list",
      sub: "builtins.str",
    },
    classes: {
      Pattern: {
        others: "pure",
        returns: {
          match: "re.Match",
          search: "re.Match",
          fullmatch: "re.Match",
          findall: "builtins.list",
          finditer: "re.<matches>",
          split: "builtins.list",
          sub: "builtins.str",
        },
      },
      "<matches>": { others: "pure", elements: "re.Match" },
      Match: { others: "pure", returns: { group: "builtins.str" } },
    },
  },
  struct: { others: "pure", exceptions: { error: "builtins.Exception" } },
  statistics: { others: "pure", exceptions: { StatisticsError: "builtins.ValueError" } },
  decimal: {
    others: "pure",
    effects: { setting: "setcontext" },
    classes: { Decimal: { others: "pure" }, Context: { others: "pure", mutates: "clear_flags clear_traps" } },
    exceptions: {
      DecimalException: "builtins.ArithmeticError",
      InvalidOperation: "decimal.DecimalException",
      DivisionByZero: "builtins.ZeroDivisionError",
      Overflow: "builtins.ArithmeticError",
    },
  },
  fractions: { others: "pure", classes: { Fraction: { others: "pure" } } },
  binascii: { others: "pure", exceptions: { Error: "builtins.ValueError", Incomplete: "builtins.Exception" } },
  hashlib: {
    others: "pure",
    returns: Object.fromEntries(
      "new md5 sha1 sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512 blake2b blake2s shake_128 shake_256"
        .split(" ")
        .map((name) => [name, "hashlib.<hash>"]),
    ),
    classes: {
      "<hash>": { others: "pure", mutates: "update", returns: { hexdigest: "builtins.str", digest: "builtins.bytes" } },
    },
  },
  hmac: { others: "pure", returns: { new: "hashlib.<hash>" } },
  json: {
    others: "pure",
    effects: { read: "load", write: "dump" },
    returns: { dumps: "builtins.str" },
    exceptions: { JSONDecodeError: "builtins.ValueError" },
  },
  "json.decoder": { others: "pure", exceptions: { JSONDecodeError: "builtins.ValueError" } },
  marshal: { others: "pure", effects: { read: "load", write: "dump" } },
  pickle: {
    others: "pure",
    effects: { read: "load", write: "dump", unknown: "load loads" },
    exceptions: {
      PickleError: "builtins.Exception",
      PicklingError: "pickle.PickleError",
      UnpicklingError: "pickle.PickleError",
    },
  },
  plistlib: { others: "pure", effects: { read: "load", write: "dump" } },
  tomllib: { others: "pure", effects: { read: "load" }, exceptions: { TOMLDecodeError: "builtins.ValueError" } },
  configparser: {
    others: "pure",
    classes: {
      ConfigParser: {
        others: "pure",
        effects: { read: "read", write: "write" },
        mutates: "read read_file read_string read_dict set add_section remove_section remove_option",
      },
      RawConfigParser: { others: "pure", base: "configparser.ConfigParser" },
    },
    exceptions: {
      Error: "builtins.Exception",
      NoSectionError: "configparser.Error",
      NoOptionError: "configparser.Error",
    },
  },
  csv: {
    others: "pure",
    effects: { setting: "register_dialect unregister_dialect field_size_limit" },
    returns: { reader: "csv.<reader>", DictReader: "csv.<reader>", writer: "csv.<writer>", DictWriter: "csv.<writer>" },
    classes: {
      "<reader>": { others: "pure", effects: { read: "__iter__ __next__" } },
      "<writer>": { others: "pure", effects: { write: "writerow writerows writeheader" } },
    },
    exceptions: { Error: "builtins.Exception" },
  },
  argparse: {
    others: "pure",
    classes: {
      ArgumentParser: {
        others: "pure",
        effects: {
          "env-read": "parse_args parse_known_args",
          exit: "parse_args parse_known_args exit error",
          stdout: "print_help print_usage",
        },
        mutates: "add_argument set_defaults",
      },
      Namespace: { others: "pure" },
    },
    exceptions: { ArgumentError: "builtins.Exception", ArgumentTypeError: "builtins.Exception" },
  },
  getopt: { others: "pure", exceptions: { GetoptError: "builtins.Exception" } },
  optparse: { others: "unknown" },
  string: { others: "pure", classes: { Template: { others: "pure" }, Formatter: { others: "pure" } } },
  shlex: { others: "pure" },
  codecs: { others: "pure", aliases: { open: "builtins.open" }, effects: { setting: "register register_error" } },
  gettext: { others: "unknown" },
  queue: {
    others: "pure",
    classes: {
      Queue: { others: "pure", mutates: "put put_nowait get get_nowait task_done join" },
      LifoQueue: { others: "pure", base: "queue.Queue" },
      PriorityQueue: { others: "pure", base: "queue.Queue" },
      SimpleQueue: { others: "pure", base: "queue.Queue" },
    },
    exceptions: { Empty: "builtins.Exception", Full: "builtins.Exception" },
  },
  inspect: { others: "pure", effects: { read: "getsource getsourcelines getsourcefile findsource" } },
  tokenize: { others: "pure", effects: { read: "open" } },
  mimetypes: {
    others: "pure",
    effects: { read: "init read_mime_types guess_type guess_extension", setting: "init add_type" },
  },
  gzip: {
    others: "pure",
    effects: {},
    aliases: { open: "builtins.open", GzipFile: "builtins.open" },
    exceptions: { BadGzipFile: "builtins.OSError" },
  },
  bz2: { others: "pure", aliases: { open: "builtins.open", BZ2File: "builtins.open" } },
  lzma: {
    others: "pure",
    aliases: { open: "builtins.open", LZMAFile: "builtins.open" },
    exceptions: { LZMAError: "builtins.Exception" },
  },
  zipfile: {
    others: "pure",
    effects: { read: "is_zipfile" },
    aliases: { ZipFile: "zipfile.ZipFile" },
    classes: {
      ZipFile: {
        others: "pure",
        create: "read",
        effects: {
          read: "read open extract extractall namelist infolist testzip",
          write: "extract extractall write writestr mkdir",
          stdout: "printdir",
        },
      },
    },
    exceptions: { BadZipFile: "builtins.Exception", LargeZipFile: "builtins.Exception" },
  },
  tarfile: {
    others: "pure",
    effects: { read: "open is_tarfile" },
    returns: { open: "tarfile.TarFile" },
    classes: {
      TarFile: {
        others: "pure",
        effects: {
          read: "extractfile getmembers getnames next",
          write: "add addfile extract extractall",
          stdout: "list",
        },
      },
    },
    exceptions: { TarError: "builtins.Exception", ReadError: "tarfile.TarError" },
  },
  sqlite3: {
    others: "pure",
    effects: { read: "connect", write: "connect" },
    returns: { connect: "sqlite3.Connection" },
    classes: {
      Connection: {
        others: "pure",
        effects: {
          read: "execute executemany executescript",
          write: "execute executemany executescript commit rollback backup",
        },
        returns: { cursor: "sqlite3.Cursor", execute: "sqlite3.Cursor" },
      },
      Cursor: {
        others: "pure",
        effects: {
          read: "execute executemany executescript fetchone fetchmany fetchall __iter__",
          write: "execute executemany executescript",
        },
      },
    },
    exceptions: {
      Warning: "builtins.Exception",
      Error: "builtins.Exception",
      DatabaseError: "sqlite3.Error",
      IntegrityError: "sqlite3.DatabaseError",
      OperationalError: "sqlite3.DatabaseError",
      ProgrammingError: "sqlite3.DatabaseError",
    },
  },
  dbm: { others: "unknown", effects: { read: "open", write: "open" } },
  shelve: { others: "unknown", effects: { read: "open", write: "open" } },
  "xml.etree.ElementTree": {
    others: "pure",
    effects: { read: "parse iterparse", stdout: "dump" },
    exceptions: { ParseError: "builtins.SyntaxError" },
  },
  "xml.dom.minidom": { others: "unknown", effects: { read: "parse" } },
  wave: { others: "unknown", effects: { read: "open" } },
  this: { others: "pure" },
  // Contract, typing and class-building libraries whose decorators only wrap.
  deal: { others: "pure" },
  icontract: { others: "pure" },
  attr: { others: "pure" },
  attrs: { others: "pure" },
  pytest: { others: "unknown" },
  unittest: { others: "pure", classes: { TestCase: { others: "pure" } } },
  "unittest.mock": { others: "unknown" },
  numpy: {
    others: "pure",
    effects: { read: "load loadtxt genfromtxt fromfile memmap", write: "save savez savez_compressed savetxt" },
  },
};
