import math
from math import floor, ceil
LIMIT = 3
NAMES = ("a", "b")
NEG = -2.5

class Oops(ValueError):
    """custom"""

class Worse(Oops):
    pass

def sign(x: int) -> int:
    if x > 0:
        return 1
    elif x < 0:
        return -1
    return 0

def div(x: int, y: int) -> int:
    return x // y + x % y

def tdiv(x: int, y: int) -> float:
    try:
        return x / y
    except ZeroDivisionError:
        return 0.0
    finally:
        x = 3

def fin(x: int) -> int:
    try:
        if x > 2:
            return x
        if x < -2:
            raise ValueError("a")
        x += 10
    except ValueError as e:
        x = -100
    else:
        x += 1000
    finally:
        if x == 1013:
            return 77
    return x

def finally_overrides(x: int) -> int:
    for i in range(3):
        try:
            if i == x:
                return i * 10
        finally:
            if i == 1:
                break
    return -1

def nested_try(x: int) -> int:
    try:
        try:
            if x == 0:
                raise Worse("w")
            elif x == 1:
                raise KeyError
            elif x == 2:
                return 1 // 0
        except KeyError:
            raise ValueError from None
        except LookupError:
            return 99
    except Oops:
        return 1
    except (ValueError, ArithmeticError) as err:
        return 2
    return 3

def reraise(x: int) -> int:
    try:
        assert x > 0, f"bad {x}"
        return [1, 2, 3][x]
    except IndexError:
        raise
    except AssertionError:
        raise Oops

def loop_sum(n: int) -> int:
    total = 0
    for i in range(n):
        if i == 2:
            continue
        total += i
    else:
        total += 100
    return total

def countdown(n: int) -> int:
    k = 0
    while n > 0:
        n -= 2
        k += 1
        if k == 3:
            break
    else:
        k = -k
    return k * 100 + n

def step_range(a: int, b: int) -> list[int]:
    out = []
    for i in range(a, b, 2):
        out.append(i)
    for i in range(b, a, -3):
        out.append(i)
    return out

def const_loops(x: int) -> int:
    t = 0
    for i in range(7):
        for j in [1, 2, 3]:
            t += i * j * x
    return t

def while_const(x: int) -> int:
    i = 0
    while True:
        i += 1
        if i > 9:
            break
        x += i
    return x

def unbound(x: int) -> int:
    if x > 0:
        y = 1
    return y

def unbound_loop(n: int) -> int:
    for i in range(n):
        pass
    return i

def deleted(x: int) -> int:
    y = x
    if x > 1:
        del y
    return y

def swap(a: int, b: int) -> tuple[int, int]:
    a, b = b, a
    a, b = b + 1, a
    return a, b

def chain(x: int) -> int:
    a = b = x
    a += 1
    return a * 10 + b

def unpack(xs: list[int]) -> int:
    a, b = xs
    return a - b

def unpack_star(xs: list[int]) -> tuple[int, list[int], int]:
    a, *m, b = xs
    return a, m, b

def unpack_str(s: str) -> str:
    a, b = s
    return b + a

def aug_list(xs: list[int], ys: list[int]) -> list[int]:
    a = xs
    a += ys
    return xs

def rebind_list(xs: list[int], ys: list[int]) -> list[int]:
    a = xs
    a = a + ys
    return a

def alias_local(x: int) -> list[int]:
    a = [x]
    b = a
    b.append(2)
    c = a[:]
    c.append(3)
    a.append(4)
    return a + c

def mutate_arg(xs: list[int], x: int) -> int:
    xs.append(x)
    xs.insert(0, x + 1)
    return len(xs)

def pop_it(xs: list[int]) -> int:
    a = xs.pop()
    b = xs.pop(0)
    return a * 10 + b

def setitem(xs: list[int], i: int, v: int) -> list[int]:
    xs[i] = v
    return xs

def augitem(xs: list[int], i: int) -> list[int]:
    xs[i] += 5
    return xs

def delitem(xs: list[int], i: int) -> list[int]:
    del xs[i]
    return xs

def removal(xs: list[int], v: int) -> list[int]:
    xs.remove(v)
    return xs

def clears(xs: list[int]) -> int:
    n = len(xs)
    xs.clear()
    return n - len(xs)

def rev(xs: list[int]) -> list[int]:
    xs.reverse()
    return xs

def swap_items(xs: list[int], i: int, j: int) -> list[int]:
    xs[i], xs[j] = xs[j], xs[i]
    return xs

def grow_while_iterating(xs: list[int]) -> list[int]:
    for x in xs:
        if len(xs) < 4:
            xs.append(x + 1)
    return xs

def shrink_while_iterating(xs: list[int]) -> int:
    n = 0
    for x in xs:
        n = n * 10 + x
        xs.pop()
    return n

def for_str(s: str) -> int:
    n = 0
    for c in s:
        if c == "a":
            n += 1
    return n

def enum(xs: list[int]) -> int:
    t = 0
    for i, x in enumerate(xs):
        t += i * x
    return t

def zipped(xs: list[int], ys: list[int]) -> int:
    t = 0
    for x, y in zip(xs, ys):
        t += x * y
    return t

def zip_mut(xs: list[int], ys: list[int]) -> int:
    t = 0
    for x, y in zip(xs, ys):
        t += x * y
        ys.append(1)
        if t > 5: break
    return t

def helper(a: int, b: int = 2, *, c: int = 3) -> int:
    if a < 0:
        raise ValueError(f"bad {a}")
    return a // b + c

def calls(x: int, y: int) -> int:
    return helper(x) + helper(x, y) - helper(b=2, a=1, c=y)

def short(x: int, y: int) -> bool:
    return x > 0 and helper(y) > 3 or helper(x, 1) > 2

def order(xs: list[int]) -> int:
    return xs.pop() - xs.pop() + len(xs)

def ternary_call(x: int) -> int:
    return helper(x) if x > -2 else x

def chain_cmp(xs: list[int]) -> bool:
    return xs.pop() < xs.pop() < xs.pop()

def fact(n: int) -> int:
    if n <= 1:
        return 1
    return n * fact(n - 1)

def is_even(n: int) -> bool:
    return True if n == 0 else is_odd(n - 1)

def is_odd(n: int) -> bool:
    return False if n == 0 else is_even(n - 1)

def closure(x: int) -> int:
    def add(y, z=x):
        return x + y + z
    x += 1
    return add(1) + add(2, 3)

def counter(x: int) -> int:
    n = 0
    def tick():
        nonlocal n
        n += x
    tick()
    tick()
    return n

def lam(x: int) -> int:
    f = lambda a, b: a * b + x
    x = 5
    return f(x, 2)

def late(x: int) -> list[int]:
    fs = []
    r = []
    for i in range(3):
        g = lambda: i + x
        r.append(g())
    return r

def walrus(xs: list[int]) -> int:
    if (n := len(xs)) > 2:
        return n
    return -n

def walrus_while(n: int) -> int:
    t = 0
    while (m := n - 1) > 0:
        t += m
        n = m
    return t

def consts(x: int) -> int:
    if x > LIMIT:
        return len(NAMES)
    return LIMIT - x

def floors(x: float) -> int:
    return math.floor(x) * 10 + math.ceil(x)

def compre(xs: list[int]) -> list[int]:
    return [helper(x, 1) for x in xs if x != 2]

def compre_sum(xs: list[int]) -> int:
    return sum(helper(x, 1) for x in xs)

def compre_nested(n: int) -> list[int]:
    return [fact(i) + j for i in range(n) for j in range(i)]

def mixed_bool(b: bool, x: int) -> int:
    return b + x * True

def opt(x: int | None) -> int:
    if x is None:
        return 0
    return x + 1

def opt2(x: int | None) -> int:
    return x + 1

def opt_or(x: int | None, y: int) -> int:
    z = x or y
    return z * 2

def list_or(xs: list[int], ys: list[int]) -> list[int]:
    zs = xs or ys
    zs.append(1)
    return xs

def list_if(xs: list[int], ys: list[int], b: bool) -> list[int]:
    zs = xs if b else ys
    zs += [9]
    return ys

def shadow(len: int) -> int:
    return len + 1

def shadow2(xs: list[int]) -> int:
    sum = 0
    for x in xs:
        sum += x
    return sum

def match_it(x: int, s: str) -> int:
    match x:
        case 0 | 1:
            return 10
        case 2 if s == "a":
            return 20
        case 3:
            return 30
        case y:
            return y

def strs(s: str, t: str) -> str:
    if s.startswith(t):
        return s[len(t):]
    elif t in s:
        return t
    return s + t

def indexes(xs: list[int], i: int) -> int:
    return xs[i]

def sidx(s: str, i: int) -> str:
    return s[i]

def multi(a: int, b: int, c: int) -> str:
    if a + b <= c or b + c <= a or a + c <= b:
        raise ValueError("no")
    if a == b == c:
        return "eq"
    return "iso" if a == b or b == c or a == c else "sc"

def prints(x: int) -> int:
    print("hi", x)
    return x

def noreturn(x: int):
    if x > 0:
        return
    x = 3

def bare_raise(x: int) -> int:
    if x > 2:
        raise
    return x

def loops_else_break(xs: list[int], y: int) -> int:
    for i, x in enumerate(xs):
        if x == y:
            break
    else:
        return -1
    return i

def nested_loop_break(n: int) -> int:
    c = 0
    for i in range(n):
        for j in range(i):
            if j == 2:
                break
            c += 1
        if i == 3:
            break
    return c

def list_of_list(xs: list[list[int]]) -> int:
    t = 0
    for r in xs:
        for v in r:
            t += v
    return t

def tuple_arg(p: tuple[int, int]) -> int:
    a, b = p
    return a * b

def mul_list(x: int) -> list[int]:
    a = [x, 1]
    a *= 2
    return a

def extend_str(xs: list[int], ys: list[int]) -> list[int]:
    xs.extend(ys)
    xs.extend([1, 2])
    return xs

def sorts(xs: list[int]) -> list[int]:
    xs.sort()
    return xs

def cond_attr(x: int | None) -> int:
    y = x
    if not y:
        y = 3
    return y

def return_alias(xs: list[int]) -> list[int]:
    ys = xs
    xs = [1]
    ys.append(5)
    return xs + ys

def try_in_loop(xs: list[int]) -> int:
    t = 0
    for x in xs:
        try:
            t += 10 // x
        except ZeroDivisionError:
            continue
        t += 1
    return t

def raise_in_finally(x: int) -> int:
    try:
        raise KeyError
    finally:
        if x > 0:
            raise ValueError

def is_none(x: int) -> bool:
    return x is None

def global_shadow(x: int) -> int:
    LIMIT = x
    return LIMIT

def big(x: int) -> int:
    return (x + 1) * (x - 1) - x ** 2

def any_all(xs: list[int]) -> bool:
    return any(x > 2 for x in xs) and all(x < 9 for x in xs)

def fstr(x: int, s: str) -> str:
    return f"{s}-{x}!"

def arg_eval(xs: list[int]) -> int:
    return helper(xs.pop(), xs.pop())

def type_err(x: int, s: str) -> int:
    return x + s

def attr_err(x: int) -> int:
    return x.foo()

def wrong_args(x: int) -> int:
    if x > 0:
        return helper(x, 1, 2)
    return helper()

def no_unbound_in_branch(x: int) -> int:
    return 1 if x > 0 else zz
    zz = 1

def default_param(x: int, y: int = 5) -> int:
    return x + y

def varargs_in(x: int) -> int:
    def g(*a):
        return len(a)
    return g(x, x)

def star_call(x: int) -> int:
    a = (x, 2)
    return helper(*a)

def setslice(xs: list[int]) -> list[int]:
    xs[1:] = [7, 8]
    return xs

def in_place_tuple(t: tuple[int, int]) -> tuple:
    u = t
    u += (1,)
    return t + u

def aug_alias(xs: list[int]) -> list[int]:
    ys = xs
    ys += [1]
    ys = ys + [2]
    ys += [3]
    return xs + ys

def while_pop(xs: list[int]) -> int:
    t = 0
    while xs:
        t = t * 3 + xs.pop()
    return t

def gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a

def prime(n: int) -> bool:
    if n < 2:
        return False
    i = 2
    while i * i <= n:
        if n % i == 0:
            return False
        i += 1
    return True
def count(xs: list[int]) -> dict[int, int]:
    d = {}
    for x in xs:
        d[x] = d.get(x, 0) + 1
    return d

def count2(xs: list[int]) -> int:
    d: dict[int, int] = {}
    for x in xs:
        if x in d:
            d[x] += 1
        else:
            d[x] = 1
    t = 0
    for k, v in d.items():
        t = t * 3 + k * v
    return t

def put(d: dict[str, int], k: str, v: int) -> dict[str, int]:
    d[k] = v
    return d

def rem(d: dict[str, int], k: str) -> int:
    v = d.pop(k)
    return v + len(d)

def rem_default(d: dict[int, int], k: int) -> int:
    v = d.pop(k, 7)
    return v * 10 + len(d)

def delk(d: dict[int, int], k: int) -> dict[int, int]:
    del d[k]
    return d

def setdef(d: dict[int, int], k: int) -> int:
    a = d.setdefault(k, 5)
    return a + d[k]

def keys_loop(d: dict[int, int]) -> int:
    t = 0
    for k in d:
        t += k * d[k]
    return t

def dict_mut_loop(d: dict[int, int]) -> int:
    for k in d:
        d[k + 100] = 1
    return len(d)

def seen(xs: list[int]) -> list[int]:
    s = set()
    out = []
    for x in xs:
        if x not in s:
            s.add(x)
            out.append(x)
    return out

def set_rm(s: set[int], x: int) -> int:
    s.discard(x + 1)
    s.remove(x)
    return len(s)

def dup(xs: list[int]) -> bool:
    return len(set(xs)) != len(xs)

def grid(n: int) -> list[list[int]]:
    g = [[0] * 2 for _ in range(2)]
    g[0][1] = n
    return g

def nest_alias(x: int) -> list[list[int]]:
    r = [x]
    g = [r, r]
    r.append(1)
    return g

def nest_append(xs: list[int]) -> list[list[int]]:
    out = []
    cur = []
    for x in xs:
        cur.append(x)
        out.append(cur)
        cur = []
    return out

def row_alias(g: list[list[int]]) -> int:
    r = g[0]
    r.append(5)
    return len(g[0])

def tup_list(x: int) -> tuple[list[int], int]:
    a = [x]
    t = (a, 1)
    a.append(2)
    return t

def ret_alias(xs: list[int]) -> tuple[list[int], list[int]]:
    ys = xs
    ys.append(1)
    return xs, ys

def slices(xs: list[int], i: int, j: int) -> list[int]:
    xs[i:j] = [7]
    return xs

def del_slice(xs: list[int]) -> list[int]:
    del xs[1:]
    return xs

def extend_self(xs: list[int]) -> list[int]:
    xs.extend(xs)
    return xs

def iadd_self(xs: list[int]) -> list[int]:
    xs += xs
    return xs

def iadd_tuple(xs: list[int]) -> list[int]:
    xs += (1, 2)
    return xs

def fmt(x: int) -> str:
    if x < 0:
        raise ValueError("neg %s" % x)
    if x == 0:
        raise KeyError("zero {}".format(x))
    return str(x)

def msg(xs: list[int]) -> int:
    if len(xs) > 2:
        raise ValueError(f"too many: {xs[0]} {xs[2]}")
    raise IndexError(f"few: {xs[1]}")

def star(x: int, y: int) -> int:
    def g(a, *rest):
        return a + len(rest)
    t = (x, y)
    return g(*t, 3) + g(1)

def bin_search(xs: list[int], t: int) -> int:
    lo, hi = 0, len(xs) - 1
    while lo <= hi:
        mid = (lo + hi) // 2
        if xs[mid] == t:
            return mid
        if xs[mid] < t:
            lo = mid + 1
        else:
            hi = mid - 1
    return -1

def bubble(xs: list[int]) -> list[int]:
    n = len(xs)
    for i in range(n):
        for j in range(n - 1 - i):
            if xs[j] > xs[j + 1]:
                xs[j], xs[j + 1] = xs[j + 1], xs[j]
    return xs

def fib(n: int) -> list[int]:
    out = [0, 1]
    while len(out) < n:
        out.append(out[-1] + out[-2])
    return out

def stack(s: str) -> bool:
    st = []
    for c in s:
        if c == "a":
            st.append(c)
        elif c == "b":
            if not st:
                return False
            st.pop()
    return not st

def maxi(xs: list[int]) -> int:
    if not xs:
        raise ValueError
    m = xs[0]
    for x in xs[1:]:
        if x > m:
            m = x
    return m

def loop_var_after(xs: list[int]) -> int:
    for x in xs:
        pass
    return x

def except_name(x: int) -> int:
    try:
        1 // x
    except ZeroDivisionError as e:
        pass
    return 1 if x else e

def ret_in_finally(x: int) -> int:
    try:
        return 1 // x
    finally:
        return 5

def loop_continue_finally(n: int) -> int:
    t = 0
    for i in range(n):
        try:
            if i == 1:
                continue
            t += 1
        finally:
            t += 10
    return t

def nested_raise_handled(x: int) -> int:
    try:
        try:
            1 // x
        except ZeroDivisionError:
            raise
    except ArithmeticError:
        try:
            [][0]
        except IndexError:
            pass
        return 2
    return 3

def comp_scope(x: int) -> list[int]:
    y = 1
    z = [y + x for y in range(3)]
    return z + [y]

def lambda_default(x: int) -> int:
    y = 2
    f = lambda a: a + y
    y = x
    return f(1)

def recursive_list(xs: list[int]) -> int:
    if not xs:
        return 0
    return xs[0] + recursive_list(xs[1:])

def inner_mut(xs: list[int]) -> list[int]:
    def add(v):
        xs.append(v)
    add(1)
    add(2)
    return xs

def rebind_in_callee(xs: list[int]) -> int:
    def g(a):
        a = a + [1]
        a.append(2)
        return len(a)
    return g(xs) + len(xs)

def mutate_in_callee(xs: list[int]) -> int:
    def g(a):
        a += [1]
        a.append(2)
        return len(a)
    return g(xs) + len(xs)

def two(xs: list[int], ys: list[int]) -> int:
    xs.append(1)
    ys.append(2)
    return len(xs) + len(ys) * 10

def opt_list(xs: list[int] | None) -> list[int]:
    if xs is None:
        xs = []
    xs.append(1)
    return xs

def opt_list_bad(xs: list[int] | None) -> int:
    xs.append(1)
    return len(xs)

def bool_list(b: bool, xs: list[bool]) -> list[bool]:
    xs.append(b)
    return xs

def int_in_bool(xs: list[bool], x: int) -> list[int]:
    xs.append(x)
    return xs

def str_build(s: str) -> str:
    r = ""
    for c in s:
        r = c + r
    return r

def str_aug(s: str, t: str) -> str:
    u = s
    u += t
    return s + u

def any_gen(xs: list[int]) -> bool:
    return any(10 // x > 2 for x in xs)

def sum_gen(xs: list[int]) -> int:
    return sum(x * x for x in xs if x > 0)

def dict_comp(xs: list[int]) -> dict[int, int]:
    return {x: x * x for x in xs}

def while_true(n: int) -> int:
    while True:
        if n <= 0:
            return n
        n -= 3

def chained_assign_list(x: int) -> list[int]:
    a = b = [x]
    a.append(1)
    return b

def tuple_swap_index(xs: list[int]) -> list[int]:
    i = 0
    i, xs[i] = 1, 9
    return xs

def aug_order(xs: list[int]) -> int:
    def f():
        xs[0] = 100
        return 1
    xs[0] += f()
    return xs[0]

def conditional_expr_alias(xs: list[int], b: bool) -> list[int]:
    ys = xs if b else [0]
    ys.append(3)
    return xs

def enum_start(xs: list[int]) -> int:
    t = 0
    for i, x in enumerate(xs, 1):
        t += i * x
    return t

def rev_loop(xs: list[int]) -> int:
    t = 0
    for x in reversed(xs):
        t = t * 2 + x
    return t

def ranges_neg(n: int) -> int:
    t = 0
    for i in range(n, 0, -1):
        t = t * 2 + i
    return t

def zip_enum(xs: list[int], s: str) -> int:
    t = 0
    for i, (x, c) in enumerate(zip(xs, s)):
        if c == "a":
            t += i * x
    return t

def mixed(x: int | str) -> int:
    if isinstance(x, str):
        return len(x)
    return x

def tup(p: tuple[int, str]) -> str:
    n, s = p
    if n > 1:
        return s + s
    return s

def variadic(xs: list[int]) -> int:
    t = 0
    for x in xs:
        t += x
    return t

def float_cmp(x: float, y: float) -> float:
    if x < y:
        return y - x
    return x + 0.5

def pow_loop(b: int, e: int) -> int:
    r = 1
    while e > 0:
        if e % 2 == 1:
            r *= b
        b *= b
        e //= 2
    return r
