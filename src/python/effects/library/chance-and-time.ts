import type { LibraryTable } from "./format.ts";

const DRAWS =
  "random uniform triangular randint randrange choice choices sample shuffle getrandbits randbytes gauss normalvariate lognormvariate expovariate vonmisesvariate gammavariate betavariate paretovariate weibullvariate binomialvariate";

/** Clocks and chance; facts from the library reference's pages `random`, `secrets`, `uuid`, `time`, `datetime`. */
export const CHANCE_AND_TIME: LibraryTable = {
  random: {
    others: "pure",
    effects: { random: DRAWS, setting: "seed setstate" },
    mutates: "shuffle",
    classes: {
      Random: { others: "pure", effects: { random: DRAWS }, mutates: `${DRAWS} seed setstate` },
      SystemRandom: { others: "pure", effects: { random: DRAWS } },
    },
  },
  secrets: {
    others: "pure",
    effects: { random: "choice randbelow randbits token_bytes token_hex token_urlsafe" },
    returns: { token_bytes: "builtins.bytes", token_hex: "builtins.str", token_urlsafe: "builtins.str" },
    classes: { SystemRandom: { others: "pure", base: "random.SystemRandom" } },
  },
  uuid: {
    others: "pure",
    effects: { random: "uuid1 uuid4 uuid6 uuid7 uuid8", time: "uuid1 uuid6 uuid7", process: "getnode" },
    classes: { UUID: { others: "pure" } },
  },
  time: {
    others: "pure",
    effects: {
      time: "time time_ns monotonic monotonic_ns perf_counter perf_counter_ns process_time process_time_ns thread_time thread_time_ns clock clock_gettime clock_gettime_ns localtime gmtime ctime",
      sleep: "sleep",
      setting: "tzset clock_settime clock_settime_ns",
    },
  },
  datetime: {
    others: "pure",
    classes: {
      datetime: {
        others: "pure",
        effects: { time: "now utcnow today" },
        returns: {
          now: "datetime.datetime",
          utcnow: "datetime.datetime",
          today: "datetime.datetime",
          isoformat: "builtins.str",
          strftime: "builtins.str",
          date: "datetime.date",
        },
      },
      date: {
        others: "pure",
        effects: { time: "today" },
        returns: { today: "datetime.date", isoformat: "builtins.str" },
      },
      time: { others: "pure" },
      timedelta: { others: "pure" },
      timezone: { others: "pure" },
    },
  },
  timeit: { others: "unknown", effects: { time: "timeit repeat default_timer" } },
  zoneinfo: {
    others: "pure",
    effects: { read: "ZoneInfo available_timezones" },
    exceptions: { ZoneInfoNotFoundError: "builtins.KeyError" },
  },
  "numpy.random": {
    others: "unknown",
    effects: {
      random:
        "rand randn randint random random_sample choice shuffle permutation uniform normal standard_normal binomial poisson exponential beta gamma bytes default_rng",
      setting: "seed",
    },
  },
};
