/**
 * Methods of built-in and standard classes, in the notation of `functions.ts`. `T` is the element type of the receiver, `K` and `V` its
 * key and value types. Under "class: base" a class takes over the methods of its base.
 */
export const METHODS = `
str:
capitalize() -> str
casefold() -> str
center(int, str?) -> str
count(str, int?, int?) -> int
encode(str?, str?) -> bytes
endswith(any, int?, int?) -> bool
expandtabs(int?) -> str
find(str, int?, int?) -> int
format(any*) -> str
format_map(any) -> str
index(str, int?, int?) -> int
isalnum() -> bool
isalpha() -> bool
isascii() -> bool
isdecimal() -> bool
isdigit() -> bool
isidentifier() -> bool
islower() -> bool
isnumeric() -> bool
isprintable() -> bool
isspace() -> bool
istitle() -> bool
isupper() -> bool
join(Iterable[str]) -> str
ljust(int, str?) -> str
lower() -> str
lstrip(str?) -> str
maketrans(any*) -> dict[int, any]
partition(str) -> tuple[str, str, str]
removeprefix(str) -> str
removesuffix(str) -> str
replace(str, str, int?) -> str
rfind(str, int?, int?) -> int
rindex(str, int?, int?) -> int
rjust(int, str?) -> str
rpartition(str) -> tuple[str, str, str]
rsplit(any?, int?) -> list[str]
rstrip(str?) -> str
split(any?, int?) -> list[str]
splitlines(bool?) -> list[str]
startswith(any, int?, int?) -> bool
strip(str?) -> str
swapcase() -> str
title() -> str
translate(any) -> str
upper() -> str
zfill(int) -> str
bytes:
count(any, int?, int?) -> int
decode(str?, str?) -> str
endswith(any, int?, int?) -> bool
find(any, int?, int?) -> int
fromhex(str) -> bytes
hex(any*) -> str
index(any, int?, int?) -> int
isdigit() -> bool
join(Iterable[bytes]) -> bytes
ljust(int, bytes?) -> bytes
lower() -> bytes
lstrip(bytes?) -> bytes
replace(bytes, bytes, int?) -> bytes
rfind(any, int?, int?) -> int
rjust(int, bytes?) -> bytes
rstrip(bytes?) -> bytes
split(any?, int?) -> list[bytes]
splitlines(bool?) -> list[bytes]
startswith(any, int?, int?) -> bool
strip(bytes?) -> bytes
translate(any) -> bytes
upper() -> bytes
zfill(int) -> bytes
bytearray: bytes
append(int) -> None
extend(any) -> None
pop(int?) -> int
int:
as_integer_ratio() -> tuple[int, int]
bit_count() -> int
bit_length() -> int
conjugate() -> int
from_bytes(any, str?) -> int
to_bytes(int?, str?, any?) -> bytes
bool: int
float:
as_integer_ratio() -> tuple[int, int]
conjugate() -> float
fromhex(str) -> float
hex() -> str
is_integer() -> bool
complex:
conjugate() -> complex
list:
append(T) -> None
clear() -> None
copy() -> list[T]
count(any) -> int
extend(Iterable[T]) -> None
index(any, int?, int?) -> int
insert(int, T) -> None
pop(int?) -> T
remove(any) -> None
reverse() -> None
sort() -> None
tuple:
count(any) -> int
index(any, int?, int?) -> int
dict:
clear() -> None
copy() -> dict[K, V]
fromkeys(any, any?) -> any
get(any, any?) -> any
items() -> dict_items[K, V]
keys() -> dict_keys[K]
pop(any, any?) -> any
popitem() -> tuple[K, V]
setdefault(any, any?) -> any
update(any*) -> None
values() -> dict_values[V]
defaultdict: dict
OrderedDict: dict
move_to_end(any, bool?) -> None
Counter: dict
elements() -> Iterator[K]
most_common(int?) -> list[tuple[K, int]]
subtract(any) -> None
total() -> int
set:
add(T) -> None
clear() -> None
copy() -> set[T]
difference(any*) -> set[T]
difference_update(any*) -> None
discard(any) -> None
intersection(any*) -> set[T]
intersection_update(any*) -> None
isdisjoint(any) -> bool
issubset(any) -> bool
issuperset(any) -> bool
pop() -> T
remove(any) -> None
symmetric_difference(any) -> set[T]
union(Iterable[T]*) -> set[T]
update(Iterable[T]*) -> None
frozenset:
copy() -> frozenset[T]
difference(any*) -> frozenset[T]
intersection(any*) -> frozenset[T]
isdisjoint(any) -> bool
issubset(any) -> bool
issuperset(any) -> bool
union(Iterable[T]*) -> frozenset[T]
deque: list
appendleft(T) -> None
extendleft(Iterable[T]) -> None
popleft() -> T
rotate(int?) -> None
copy() -> deque[T]
TextIOWrapper:
close() -> None
flush() -> None
read(any?) -> str
readline(any?) -> str
readlines(any?) -> list[str]
seek(int, int?) -> int
tell() -> int
write(str) -> int
writelines(any) -> None
re.Pattern:
findall(str, int?, int?) -> list[any]
finditer(str, int?, int?) -> Iterator[re.Match[str]]
fullmatch(str, int?, int?) -> re.Match[str] | None
match(str, int?, int?) -> re.Match[str] | None
search(str, int?, int?) -> re.Match[str] | None
split(str, int?) -> list[any]
sub(any, str, int?) -> str
re.Match:
end(any?) -> int
group(any*) -> any
groups(any?) -> tuple[any, ...]
groupdict(any?) -> dict[str, any]
span(any?) -> tuple[int, int]
start(any?) -> int
hashlib._Hash:
digest() -> bytes
hexdigest() -> str
update(any) -> None
pathlib.Path:
absolute() -> pathlib.Path
exists() -> bool
expanduser() -> pathlib.Path
glob(str) -> Iterator[pathlib.Path]
is_dir() -> bool
is_file() -> bool
iterdir() -> Iterator[pathlib.Path]
joinpath(any*) -> pathlib.Path
mkdir(any*) -> None
open(any*) -> TextIOWrapper
read_bytes() -> bytes
read_text(any*) -> str
relative_to(any*) -> pathlib.Path
resolve(any?) -> pathlib.Path
rglob(str) -> Iterator[pathlib.Path]
rmdir() -> None
touch(any*) -> None
unlink(any?) -> None
with_name(str) -> pathlib.Path
with_suffix(str) -> pathlib.Path
write_bytes(any) -> int
write_text(str, any*) -> int
as_posix() -> str
pathlib.PurePath: pathlib.Path
datetime.date:
isoformat(any*) -> str
isoweekday() -> int
strftime(str) -> str
toordinal() -> int
weekday() -> int
datetime.datetime: datetime.date
date() -> datetime.date
timestamp() -> float
datetime.timedelta:
total_seconds() -> float
io.StringIO: TextIOWrapper
getvalue() -> str
io.BytesIO:
getvalue() -> bytes
read(any?) -> bytes
write(any) -> int
close() -> None
queue.Queue:
empty() -> bool
full() -> bool
put(any*) -> None
qsize() -> int
threading.Thread:
is_alive() -> bool
join(any?) -> None
start() -> None
threading.Event:
is_set() -> bool
set() -> None
clear() -> None
wait(any?) -> bool
random.Random:
choice(Iterable[T]) -> T
randint(int, int) -> int
random() -> float
shuffle(any) -> None
uniform(float, float) -> float
`;

/** Data attributes of built-in and standard classes. */
export const ATTRIBUTES = `
int.real = int
int.imag = int
int.numerator = int
int.denominator = int
float.real = float
float.imag = float
complex.real = float
complex.imag = float
fractions.Fraction.numerator = int
fractions.Fraction.denominator = int
pathlib.Path.name = str
pathlib.Path.stem = str
pathlib.Path.suffix = str
pathlib.Path.parent = pathlib.Path
pathlib.Path.parts = tuple[str, ...]
datetime.date.year = int
datetime.date.month = int
datetime.date.day = int
datetime.datetime.year = int
datetime.datetime.month = int
datetime.datetime.day = int
datetime.datetime.hour = int
datetime.datetime.minute = int
datetime.datetime.second = int
datetime.datetime.microsecond = int
datetime.timedelta.days = int
datetime.timedelta.seconds = int
datetime.timedelta.microseconds = int
re.Match.string = str
re.Pattern.pattern = str
`;

/**
 * Methods whose name alone tells the receiver, because among the common classes only one has it. `bytes` shares most of the names of
 * `str`; that share is in the measured confidence of the rule.
 */
export const TELLING_METHODS: Record<string, string> = {
  capitalize: "str",
  casefold: "str",
  encode: "str",
  endswith: "str",
  isalnum: "str",
  isalpha: "str",
  isdecimal: "str",
  isdigit: "str",
  isidentifier: "str",
  islower: "str",
  isnumeric: "str",
  isspace: "str",
  istitle: "str",
  isupper: "str",
  ljust: "str",
  lower: "str",
  lstrip: "str",
  partition: "str",
  removeprefix: "str",
  removesuffix: "str",
  rfind: "str",
  rjust: "str",
  rpartition: "str",
  rsplit: "str",
  rstrip: "str",
  split: "str",
  splitlines: "str",
  startswith: "str",
  strip: "str",
  swapcase: "str",
  title: "str",
  upper: "str",
  zfill: "str",
  decode: "bytes",
  bit_length: "int",
  bit_count: "int",
  is_integer: "float",
  append: "list",
  extend: "list",
  sort: "list",
  reverse: "list",
  items: "dict",
  keys: "dict",
  values: "dict",
  setdefault: "dict",
  issubset: "set",
  issuperset: "set",
  isdisjoint: "set",
  difference: "set",
  intersection: "set",
  symmetric_difference: "set",
};
