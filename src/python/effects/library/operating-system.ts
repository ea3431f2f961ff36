import type { LibraryTable } from "./format.ts";

const PATH_READS =
  "exists is_file is_dir is_symlink is_mount is_socket is_fifo is_block_device is_char_device is_junction stat lstat iterdir glob rglob walk read_text read_bytes resolve samefile owner group readlink expanduser";
const PATH_WRITES =
  "write_text write_bytes mkdir rmdir unlink touch rename replace symlink_to hardlink_to link_to chmod lchmod";
const STREAM_READS = "read readline readlines readinto readinto1 readall read1 peek";
const STREAM_WRITES = "write writelines truncate flush";

/** Operating system services; facts from the library reference's chapters on files, the OS, processes and runtime services. */
export const OPERATING_SYSTEM: LibraryTable = {
  os: {
    others: "pure",
    effects: {
      read: "access listdir scandir stat lstat statvfs fstat fstatvfs readlink walk fwalk getcwd getcwdb open read pread readv preadv lseek getxattr listxattr pathconf fpathconf isatty sendfile copy_file_range",
      write:
        "remove unlink rename renames replace mkdir makedirs rmdir removedirs link symlink chmod lchmod fchmod chown lchown fchown truncate ftruncate utime mkfifo mknod write pwrite writev pwritev fsync fdatasync sync setxattr removexattr sendfile copy_file_range posix_fallocate memfd_create",
      process:
        "system popen fork forkpty kill killpg wait wait3 wait4 waitid waitpid execl execle execlp execlpe execv execve execvp execvpe spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe posix_spawn posix_spawnp startfile abort _exit nice setsid setpgid setpgrp setuid setgid seteuid setegid setreuid setregid setresuid setresgid setgroups initgroups chroot pipe pipe2 dup dup2 close closerange set_blocking set_inheritable setpriority sched_setaffinity sched_setparam sched_setscheduler sched_yield pidfd_open openpty getpid getppid getpgid getpgrp getpriority getsid getuid geteuid getgid getegid getgroups getlogin getloadavg sched_getaffinity sched_getparam sched_getscheduler register_at_fork",
      setting: "chdir fchdir umask add_dll_directory",
      time: "times",
      random: "urandom getrandom",
      "env-read": "getenv getenvb get_exec_path",
      "env-write": "putenv unsetenv",
    },
    returns: {
      environ: "os.<environ>",
      environb: "os.<environ>",
      getcwd: "builtins.str",
      getenv: "builtins.str",
      fdopen: "io.TextIOWrapper",
      listdir: "builtins.list",
    },
    aliases: { "path.sep": "os.sep", error: "builtins.OSError", PathLike: "os.PathLike" },
    classes: {
      "<environ>": {
        others: "pure",
        effects: {
          "env-read": "get keys values items copy __getitem__ __contains__ __iter__ __len__",
          "env-write": "update pop popitem setdefault clear __setitem__ __delitem__",
        },
      },
    },
  },
  "os.path": {
    others: "pure",
    effects: {
      read: "exists lexists isfile isdir islink ismount isjunction getsize getmtime getatime getctime realpath samefile sameopenfile abspath",
      "env-read": "expanduser expandvars",
    },
    returns: Object.fromEntries(
      "join basename dirname abspath normpath realpath expanduser expandvars relpath normcase commonpath commonprefix"
        .split(" ")
        .map((name) => [name, "builtins.str"]),
    ),
  },
  sys: {
    others: "pure",
    effects: {
      exit: "exit",
      setting:
        "setrecursionlimit setswitchinterval settrace setprofile setdlopenflags set_asyncgen_hooks set_coroutine_origin_tracking_depth set_int_max_str_digits addaudithook activate_stack_trampoline unraisablehook",
      stderr: "excepthook",
      stdout: "displayhook",
    },
    returns: {
      stdout: "sys.<stdout>",
      __stdout__: "sys.<stdout>",
      stderr: "sys.<stderr>",
      __stderr__: "sys.<stderr>",
      stdin: "sys.<stdin>",
      __stdin__: "sys.<stdin>",
      path: "sys.<state>",
      modules: "sys.<state>",
      argv: "sys.<state>",
    },
    classes: {
      "<stdout>": { others: "pure", effects: { stdout: STREAM_WRITES }, returns: { buffer: "sys.<stdout>" } },
      "<stderr>": { others: "pure", effects: { stderr: STREAM_WRITES }, returns: { buffer: "sys.<stderr>" } },
      "<stdin>": {
        others: "pure",
        effects: { stdin: `${STREAM_READS} __iter__` },
        returns: { buffer: "sys.<stdin>", read: "builtins.str", readline: "builtins.str" },
        elements: "builtins.str",
      },
      "<state>": {
        others: "pure",
        effects: {
          setting:
            "append insert extend remove pop clear sort reverse update setdefault popitem __setitem__ __delitem__",
        },
      },
    },
  },
  io: {
    others: "pure",
    aliases: { open: "builtins.open", text_encoding: "io.text_encoding" },
    effects: { read: "open_code" },
    classes: {
      TextIOWrapper: {
        others: "pure",
        effects: { read: `${STREAM_READS} __iter__ __next__`, write: STREAM_WRITES },
        returns: { buffer: "io.TextIOWrapper" },
      },
      BufferedReader: { others: "pure", base: "io.TextIOWrapper" },
      BufferedWriter: { others: "pure", base: "io.TextIOWrapper" },
      BufferedRandom: { others: "pure", base: "io.TextIOWrapper" },
      FileIO: { others: "pure", base: "io.TextIOWrapper" },
      IOBase: { others: "pure", base: "io.TextIOWrapper" },
      RawIOBase: { others: "pure", base: "io.TextIOWrapper" },
      BufferedIOBase: { others: "pure", base: "io.TextIOWrapper" },
      TextIOBase: { others: "pure", base: "io.TextIOWrapper" },
      StringIO: { others: "pure", mutates: `${STREAM_READS} ${STREAM_WRITES} seek close` },
      BytesIO: { others: "pure", mutates: `${STREAM_READS} ${STREAM_WRITES} seek close` },
    },
    exceptions: { UnsupportedOperation: "builtins.OSError" },
  },
  pathlib: {
    others: "pure",
    classes: {
      PurePath: { others: "pure" },
      PurePosixPath: { others: "pure" },
      PureWindowsPath: { others: "pure" },
      Path: {
        others: "pure",
        effects: { read: `${PATH_READS} cwd absolute`, "env-read": "home", write: PATH_WRITES },
        elements: "pathlib.Path",
        returns: {
          ...Object.fromEntries(
            "parent absolute resolve expanduser joinpath with_name with_stem with_suffix relative_to home cwd rename replace readlink __truediv__"
              .split(" ")
              .map((name) => [name, "pathlib.Path"]),
          ),
          read_text: "builtins.str",
          read_bytes: "builtins.bytes",
          name: "builtins.str",
          stem: "builtins.str",
          suffix: "builtins.str",
        },
      },
      PosixPath: { others: "pure", base: "pathlib.Path" },
      WindowsPath: { others: "pure", base: "pathlib.Path" },
    },
  },
  shutil: {
    others: "pure",
    effects: {
      read: "copyfileobj copyfile copymode copystat copy copy2 copytree disk_usage which make_archive unpack_archive move",
      write: "copyfileobj copyfile copymode copystat copy copy2 copytree rmtree move chown make_archive unpack_archive",
      "env-read": "get_terminal_size",
      setting: "register_archive_format unregister_archive_format register_unpack_format unregister_unpack_format",
    },
    exceptions: {
      Error: "builtins.OSError",
      SameFileError: "shutil.Error",
      SpecialFileError: "builtins.OSError",
      ReadError: "builtins.OSError",
    },
  },
  tempfile: {
    others: "pure",
    effects: {
      write: "TemporaryFile NamedTemporaryFile SpooledTemporaryFile TemporaryDirectory mkstemp mkdtemp",
      read: "mktemp",
      "env-read": "gettempdir gettempdirb",
    },
    returns: {
      TemporaryFile: "io.TextIOWrapper",
      NamedTemporaryFile: "io.TextIOWrapper",
      SpooledTemporaryFile: "io.TextIOWrapper",
      TemporaryDirectory: "tempfile.<directory>",
    },
    classes: { "<directory>": { others: "pure", effects: { write: "cleanup" } } },
  },
  glob: { others: "pure", effects: { read: "glob iglob glob0 glob1" }, returns: { glob: "builtins.list" } },
  fnmatch: { others: "pure" },
  filecmp: { others: "pure", effects: { read: "cmp cmpfiles dircmp" } },
  fileinput: { others: "unknown", effects: { read: "input FileInput", stdin: "input" } },
  linecache: { others: "pure", effects: { read: "getline getlines checkcache updatecache" } },
  mmap: { others: "pure", effects: { read: "mmap", write: "mmap" } },
  subprocess: {
    others: "pure",
    effects: { process: "run call check_call check_output Popen getoutput getstatusoutput" },
    returns: {
      Popen: "subprocess.<popen>",
      run: "subprocess.CompletedProcess",
      check_output: "builtins.bytes",
      getoutput: "builtins.str",
    },
    classes: {
      "<popen>": {
        others: "pure",
        effects: { process: "communicate wait poll send_signal terminate kill" },
        returns: { stdin: "subprocess.<pipe>", stdout: "subprocess.<pipe>", stderr: "subprocess.<pipe>" },
      },
      "<pipe>": { others: "pure", effects: { process: `${STREAM_READS} ${STREAM_WRITES} close __iter__` } },
      CompletedProcess: { others: "pure" },
    },
    exceptions: {
      SubprocessError: "builtins.Exception",
      CalledProcessError: "subprocess.SubprocessError",
      TimeoutExpired: "subprocess.SubprocessError",
    },
  },
  signal: {
    others: "pure",
    effects: {
      process:
        "alarm pause raise_signal setitimer sigwait sigwaitinfo sigtimedwait pthread_kill pidfd_send_signal getitimer",
      setting: "signal siginterrupt set_wakeup_fd pthread_sigmask",
    },
    calls_back: "signal",
  },
  threading: {
    others: "pure",
    effects: {
      process: "active_count enumerate get_ident get_native_id current_thread main_thread",
      setting: "settrace setprofile stack_size",
    },
    classes: {
      Thread: { others: "pure", effects: { process: "start join is_alive" } },
      Timer: { others: "pure", effects: { process: "start cancel join" } },
      Lock: { others: "pure", effects: { process: "acquire release" } },
      RLock: { others: "pure", effects: { process: "acquire release" } },
      Condition: { others: "pure", effects: { process: "acquire release wait wait_for notify notify_all" } },
      Event: { others: "pure", effects: { process: "set clear wait" } },
      Semaphore: { others: "pure", effects: { process: "acquire release" } },
      BoundedSemaphore: { others: "pure", effects: { process: "acquire release" } },
      Barrier: { others: "pure", effects: { process: "wait reset abort" } },
      local: { others: "pure" },
    },
    exceptions: { BrokenBarrierError: "builtins.RuntimeError" },
    calls_back: "Thread Timer",
  },
  _thread: { others: "unknown", effects: { process: "start_new_thread" } },
  multiprocessing: {
    others: "unknown",
    effects: { process: "Pool Pipe Queue Manager cpu_count current_process active_children set_start_method" },
    classes: { Process: { others: "pure", effects: { process: "start join terminate kill is_alive close" } } },
    calls_back: "Process",
  },
  "concurrent.futures": {
    others: "pure",
    effects: { process: "wait", nondeterministic: "as_completed" },
    classes: {
      ThreadPoolExecutor: {
        others: "pure",
        effects: { process: "submit map shutdown" },
        returns: { submit: "concurrent.futures.Future" },
      },
      ProcessPoolExecutor: {
        others: "pure",
        effects: { process: "submit map shutdown" },
        returns: { submit: "concurrent.futures.Future" },
      },
      Future: { others: "pure", effects: { process: "result exception cancel add_done_callback" } },
    },
    exceptions: { CancelledError: "builtins.Exception", BrokenExecutor: "builtins.RuntimeError" },
  },
  sched: { others: "unknown" },
  pty: { others: "unknown", effects: { process: "fork spawn openpty" } },
  tty: { others: "pure", effects: { setting: "setraw setcbreak" } },
  termios: {
    others: "pure",
    effects: { setting: "tcsetattr tcsendbreak tcdrain tcflush tcflow" },
    exceptions: { error: "builtins.Exception" },
  },
  fcntl: { others: "pure", effects: { process: "fcntl ioctl flock lockf" } },
  resource: { others: "pure", effects: { process: "getrusage getrlimit", setting: "setrlimit prlimit" } },
  pwd: { others: "pure", effects: { read: "getpwuid getpwnam getpwall" } },
  grp: { others: "pure", effects: { read: "getgrgid getgrnam getgrall" } },
  atexit: { others: "pure", effects: { setting: "register unregister" }, calls_back: "register" },
  gc: { others: "pure", effects: { setting: "collect enable disable freeze unfreeze set_debug set_threshold" } },
  faulthandler: {
    others: "pure",
    effects: { setting: "enable disable register unregister dump_traceback_later", stderr: "dump_traceback" },
  },
  getpass: {
    others: "pure",
    effects: { stdin: "getpass", stderr: "getpass", "env-read": "getuser" },
    returns: { getpass: "builtins.str" },
  },
  platform: { others: "pure", effects: { process: "node uname platform version release machine processor system" } },
  webbrowser: { others: "unknown", effects: { process: "open open_new open_new_tab get" } },
  ctypes: { others: "unknown" },
  locale: {
    others: "pure",
    effects: {
      setting: "setlocale resetlocale",
      "env-read": "getlocale getdefaultlocale getpreferredencoding getencoding localeconv",
    },
  },
  warnings: {
    others: "pure",
    effects: {
      warn: "warn warn_explicit",
      setting: "filterwarnings simplefilter resetwarnings",
      stderr: "showwarning",
    },
  },
  traceback: {
    others: "pure",
    effects: { stderr: "print_exc print_exception print_last print_stack print_tb print_list" },
  },
  pprint: { others: "pure", effects: { stdout: "pprint pp" } },
  cmd: { others: "unknown" },
  readline: { others: "unknown" },
  curses: { others: "unknown" },
  logging: {
    others: "pure",
    effects: {
      log: "debug info warning warn error critical fatal exception log",
      setting: "basicConfig disable addLevelName setLoggerClass setLogRecordFactory captureWarnings shutdown",
      write: "FileHandler",
    },
    returns: { getLogger: "logging.Logger", root: "logging.Logger" },
    classes: {
      Logger: {
        others: "pure",
        effects: {
          log: "debug info warning warn error critical fatal exception log handle",
          setting: "setLevel addHandler removeHandler addFilter removeFilter",
        },
        returns: { getChild: "logging.Logger" },
      },
      LoggerAdapter: { others: "pure", base: "logging.Logger" },
      StreamHandler: { others: "pure" },
      Formatter: { others: "pure" },
    },
  },
  "logging.config": { others: "unknown", effects: { setting: "dictConfig fileConfig listen stopListening" } },
  "logging.handlers": { others: "unknown" },
  importlib: { others: "pure", effects: { import: "import_module reload __import__" } },
  "importlib.metadata": {
    others: "pure",
    effects: { read: "version metadata distribution distributions files requires entry_points" },
  },
  "importlib.resources": { others: "pure", effects: { read: "read_text read_binary open_text open_binary contents" } },
  runpy: { others: "unknown", effects: { import: "run_module run_path" } },
  pkgutil: { others: "unknown", effects: { read: "iter_modules walk_packages get_data" } },
};
