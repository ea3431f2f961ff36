/**
 * Built-in functions, one per line: name, parameter types, result. `T`, `K`, `V`, `S` are type variables, `?` marks an optional
 * parameter, `*` a repeated one, `any` a parameter that demands nothing. Types as in the Python 3.11 library reference and typeshed's
 * stubs; a `float` parameter accepts an `int`. Functions whose result depends on more than one rule are absent here and have a rule of
 * their own in `special-calls.ts`.
 */
export const BUILTIN_FUNCTIONS = `
all(Iterable[any]) -> bool
any(Iterable[any]) -> bool
ascii(any) -> str
bin(int) -> str
bool(any?) -> bool
bytearray(any?, str?, str?) -> bytearray
bytes(any?, str?, str?) -> bytes
callable(any) -> bool
chr(int) -> str
complex(any?, any?) -> complex
delattr(any, str) -> None
dir(any?) -> list[str]
float(any?) -> float
format(any, str?) -> str
frozenset(Iterable[T]?) -> frozenset[T]
globals() -> dict[str, any]
hasattr(any, str) -> bool
hash(any) -> int
hex(int) -> str
id(any) -> int
input(any?) -> str
int(any?, int?) -> int
isinstance(any, any) -> bool
issubclass(any, any) -> bool
len(Sized) -> int
list(Iterable[T]?) -> list[T]
locals() -> dict[str, any]
memoryview(any) -> memoryview
oct(int) -> str
open(any, str?, any*) -> TextIOWrapper
ord(Character) -> int
print(any*) -> None
range(int, int?, int?) -> range
repr(any) -> str
reversed(Iterable[T]) -> reversed[T]
set(Iterable[T]?) -> set[T]
setattr(any, str, any) -> None
slice(any, any?, any?) -> slice
sorted(Iterable[T]) -> list[T]
str(any?, str?, str?) -> str
vars(any?) -> dict[str, any]
`;

/** Functions and constants of standard modules, in the notation of the built-in functions; a line without parentheses is a constant. */
export const MODULE_MEMBERS = `
math.acos(float) -> float
math.acosh(float) -> float
math.asin(float) -> float
math.asinh(float) -> float
math.atan(float) -> float
math.atan2(float, float) -> float
math.atanh(float) -> float
math.cbrt(float) -> float
math.ceil(float) -> int
math.comb(int, int) -> int
math.copysign(float, float) -> float
math.cos(float) -> float
math.cosh(float) -> float
math.degrees(float) -> float
math.dist(Iterable[float], Iterable[float]) -> float
math.e = float
math.erf(float) -> float
math.erfc(float) -> float
math.exp(float) -> float
math.exp2(float) -> float
math.expm1(float) -> float
math.fabs(float) -> float
math.factorial(int) -> int
math.floor(float) -> int
math.fmod(float, float) -> float
math.frexp(float) -> tuple[float, int]
math.fsum(Iterable[float]) -> float
math.gamma(float) -> float
math.gcd(int*) -> int
math.hypot(float*) -> float
math.inf = float
math.isclose(float, float) -> bool
math.isfinite(float) -> bool
math.isinf(float) -> bool
math.isnan(float) -> bool
math.isqrt(int) -> int
math.lcm(int*) -> int
math.ldexp(float, int) -> float
math.lgamma(float) -> float
math.log(float, float?) -> float
math.log10(float) -> float
math.log1p(float) -> float
math.log2(float) -> float
math.modf(float) -> tuple[float, float]
math.nan = float
math.perm(int, int?) -> int
math.pi = float
math.pow(float, float) -> float
math.radians(float) -> float
math.remainder(float, float) -> float
math.sin(float) -> float
math.sinh(float) -> float
math.sqrt(float) -> float
math.tan(float) -> float
math.tanh(float) -> float
math.tau = float
math.trunc(float) -> int
math.ulp(float) -> float
cmath.exp(any) -> complex
cmath.log(any, any?) -> complex
cmath.phase(any) -> float
cmath.pi = float
cmath.rect(float, float) -> complex
cmath.sqrt(any) -> complex
statistics.fmean(Iterable[float]) -> float
statistics.pstdev(Iterable[float]) -> float
random.betavariate(float, float) -> float
random.choice(Iterable[T]) -> T
random.choices(Iterable[T], any*) -> list[T]
random.gauss(float, float) -> float
random.getrandbits(int) -> int
random.randbytes(int) -> bytes
random.randint(int, int) -> int
random.random() -> float
random.randrange(int, int?, int?) -> int
random.sample(Iterable[T], int) -> list[T]
random.seed(any?) -> None
random.shuffle(Iterable[any]) -> None
random.uniform(float, float) -> float
itertools.accumulate(Iterable[T]) -> Iterator[T]
itertools.chain(Iterable[T]*) -> Iterator[T]
itertools.combinations(Iterable[T], int) -> Iterator[tuple[T, ...]]
itertools.combinations_with_replacement(Iterable[T], int) -> Iterator[tuple[T, ...]]
itertools.compress(Iterable[T], any) -> Iterator[T]
itertools.count(T?, any?) -> Iterator[T]
itertools.cycle(Iterable[T]) -> Iterator[T]
itertools.dropwhile(any, Iterable[T]) -> Iterator[T]
itertools.filterfalse(any, Iterable[T]) -> Iterator[T]
itertools.groupby(Iterable[T], any?) -> Iterator[tuple[any, Iterator[T]]]
itertools.islice(Iterable[T], any*) -> Iterator[T]
itertools.pairwise(Iterable[T]) -> Iterator[tuple[T, T]]
itertools.permutations(Iterable[T], any?) -> Iterator[tuple[T, ...]]
itertools.repeat(T, int?) -> Iterator[T]
itertools.takewhile(any, Iterable[T]) -> Iterator[T]
collections.Counter(Iterable[T]?) -> Counter[T]
collections.OrderedDict() -> OrderedDict[K, V]
collections.deque(Iterable[T]?, any?) -> deque[T]
bisect.bisect(any, any, int?, int?) -> int
bisect.bisect_left(any, any, int?, int?) -> int
bisect.bisect_right(any, any, int?, int?) -> int
bisect.insort(any, any, int?, int?) -> None
bisect.insort_left(any, any, int?, int?) -> None
heapq.heapify(list[any]) -> None
heapq.heappop(list[T]) -> T
heapq.heappush(list[any], any) -> None
heapq.heappushpop(list[T], any) -> T
heapq.heapreplace(list[T], any) -> T
heapq.nlargest(int, Iterable[T], any?) -> list[T]
heapq.nsmallest(int, Iterable[T], any?) -> list[T]
operator.index(any) -> int
os.path.abspath(str) -> str
os.path.basename(str) -> str
os.path.dirname(str) -> str
os.path.exists(any) -> bool
os.path.expanduser(str) -> str
os.path.getmtime(any) -> float
os.path.getsize(any) -> int
os.path.isabs(any) -> bool
os.path.isdir(any) -> bool
os.path.isfile(any) -> bool
os.path.islink(any) -> bool
os.path.join(str, str*) -> str
os.path.normpath(str) -> str
os.path.realpath(any) -> str
os.path.relpath(str, str?) -> str
os.path.split(str) -> tuple[str, str]
os.path.splitext(str) -> tuple[str, str]
os.sep = str
os.linesep = str
os.name = str
os.getcwd() -> str
os.getpid() -> int
os.getenv(str) -> str | None
os.listdir(any?) -> list[str]
os.makedirs(any, any*) -> None
os.mkdir(any, any?) -> None
os.remove(any) -> None
os.rename(any, any) -> None
os.rmdir(any) -> None
os.unlink(any) -> None
os.urandom(int) -> bytes
os.cpu_count() -> int | None
sys.argv = list[str]
sys.byteorder = str
sys.executable = str
sys.maxsize = int
sys.path = list[str]
sys.platform = str
sys.version = str
sys.getrecursionlimit() -> int
sys.getsizeof(any, any?) -> int
sys.setrecursionlimit(int) -> None
time.monotonic() -> float
time.perf_counter() -> float
time.perf_counter_ns() -> int
time.process_time() -> float
time.sleep(float) -> None
time.strftime(str, any?) -> str
time.time() -> float
time.time_ns() -> int
string.ascii_letters = str
string.ascii_lowercase = str
string.ascii_uppercase = str
string.digits = str
string.hexdigits = str
string.octdigits = str
string.printable = str
string.punctuation = str
string.whitespace = str
string.capwords(str, str?) -> str
re.compile(any, any?) -> re.Pattern[str]
re.escape(str) -> str
re.findall(any, str, any?) -> list[any]
re.finditer(any, str, any?) -> Iterator[re.Match[str]]
re.fullmatch(any, str, any?) -> re.Match[str] | None
re.match(any, str, any?) -> re.Match[str] | None
re.search(any, str, any?) -> re.Match[str] | None
re.split(any, str, any*) -> list[any]
re.sub(any, any, str, any*) -> str
json.dumps(any, any*) -> str
json.loads(any) -> any
json.dump(any, any) -> None
copy.copy(T) -> T
copy.deepcopy(T) -> T
hashlib.md5(any?) -> hashlib._Hash
hashlib.sha1(any?) -> hashlib._Hash
hashlib.sha256(any?) -> hashlib._Hash
hashlib.sha512(any?) -> hashlib._Hash
base64.b64decode(any) -> bytes
base64.b64encode(any) -> bytes
base64.urlsafe_b64decode(any) -> bytes
base64.urlsafe_b64encode(any) -> bytes
binascii.hexlify(any) -> bytes
binascii.unhexlify(any) -> bytes
struct.pack(any*) -> bytes
struct.unpack(any, any) -> tuple[any, ...]
struct.calcsize(any) -> int
textwrap.dedent(str) -> str
textwrap.fill(str, int?) -> str
textwrap.indent(str, str) -> str
textwrap.wrap(str, int?) -> list[str]
shutil.which(str) -> str | None
shutil.rmtree(any) -> None
tempfile.mkdtemp() -> str
tempfile.gettempdir() -> str
urllib.parse.quote(str, any?) -> str
urllib.parse.unquote(str) -> str
urllib.parse.urlencode(any) -> str
urllib.parse.urljoin(str, str) -> str
uuid.uuid4() -> uuid.UUID
html.escape(str) -> str
html.unescape(str) -> str
fractions.Fraction(any?, any?) -> fractions.Fraction
decimal.Decimal(any?) -> decimal.Decimal
datetime.date(int, int, int) -> datetime.date
datetime.datetime(int, int, int, any*) -> datetime.datetime
datetime.timedelta(any*) -> datetime.timedelta
datetime.date.today() -> datetime.date
datetime.datetime.now(any?) -> datetime.datetime
datetime.datetime.utcnow() -> datetime.datetime
datetime.datetime.today() -> datetime.datetime
datetime.datetime.strptime(str, str) -> datetime.datetime
datetime.datetime.fromisoformat(str) -> datetime.datetime
datetime.datetime.fromtimestamp(float) -> datetime.datetime
datetime.date.fromisoformat(str) -> datetime.date
pathlib.Path(any*) -> pathlib.Path
pathlib.Path.cwd() -> pathlib.Path
pathlib.Path.home() -> pathlib.Path
pathlib.PurePath(any*) -> pathlib.PurePath
io.StringIO(any?) -> io.StringIO
io.BytesIO(any?) -> io.BytesIO
threading.Lock() -> threading.Lock
threading.RLock() -> threading.RLock
threading.Thread(any*) -> threading.Thread
threading.Event() -> threading.Event
queue.Queue(any?) -> queue.Queue
sqlite3.connect(any, any*) -> sqlite3.Connection
socket.socket(any*) -> socket.socket
logging.getLogger(any?) -> logging.Logger
argparse.ArgumentParser(any*) -> argparse.ArgumentParser
configparser.ConfigParser(any*) -> configparser.ConfigParser
subprocess.run(any, any*) -> subprocess.CompletedProcess[any]
subprocess.Popen(any, any*) -> subprocess.Popen[any]
random.Random(any?) -> random.Random
`;

/** Names of `typing` and `collections.abc` that annotations import, and the spelling Lift prints. */
export const ANNOTATION_NAMES: Record<string, string> = {
  List: "list",
  Dict: "dict",
  Set: "set",
  FrozenSet: "frozenset",
  Tuple: "tuple",
  Type: "type",
  Text: "str",
  Deque: "deque",
  DefaultDict: "defaultdict",
};
