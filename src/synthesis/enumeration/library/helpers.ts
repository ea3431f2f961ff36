import type { Helper } from "../idiom.ts";

const define = (source: string, needs: readonly string[] = []): Helper => {
  return { name: /^def (\w+)/.exec(source)?.[1] ?? "", source, needs };
};

/** Small definitions that idioms call, by name. */
export const HELPERS: ReadonlyMap<string, Helper> = new Map(
  [
    define(`def is_prime(n):
    return n > 1 and all(n % d != 0 for d in range(2, int(n ** 0.5) + 1))`),
    define(`def divisors(n):
    return [d for d in range(1, n + 1) if n % d == 0]`),
    define(`def prime_factors(n):
    factors = []
    d = 2
    while d * d <= n:
        while n % d == 0:
            factors.append(d)
            n //= d
        d += 1
    if n > 1:
        factors.append(n)
    return factors`),
    define(`def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a`),
    define(`def first_primes(n):
    primes = []
    candidate = 2
    while len(primes) < n:
        if all(candidate % prime != 0 for prime in primes):
            primes.append(candidate)
        candidate += 1
    return primes`),
    define(`def collatz(n):
    sequence = [n]
    while n > 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        sequence.append(n)
    return sequence`),
    define(`def is_power(x, base):
    power = 1
    while abs(power) < abs(x) and abs(base) > 1:
        power *= base
    return power == x or base == x`),
    define(`def is_balanced(text, opening, closing):
    depth = 0
    for character in text:
        if character == opening:
            depth += 1
        elif character == closing:
            depth -= 1
            if depth < 0:
                return False
    return depth == 0`),
    define(`def max_depth(text, opening, closing):
    depth = deepest = 0
    for character in text:
        if character == opening:
            depth += 1
            deepest = max(deepest, depth)
        elif character == closing:
            depth -= 1
    return deepest`),
    define(`def common_prefix(a, b):
    length = 0
    while length < min(len(a), len(b)) and a[length] == b[length]:
        length += 1
    return a[:length]`),
    define(`def count_overlapping(text, part):
    return sum(text.startswith(part, i) for i in range(len(text)))`),
    define(`def interleave(items, separator):
    result = []
    for item in items:
        result += [item, separator]
    return result[:-1]`),
    define(`def rotate_left(items, n):
    n = n % len(items) if items else 0
    return items[n:] + items[:n]`),
    define(`def to_base(n, base):
    if base < 2:
        raise ValueError("base")
    digits = ""
    while n > 0:
        digits = str(n % base) + digits
        n //= base
    return digits or "0"`),
    define(`def flatten(lists):
    return [item for inner in lists for item in inner]`),
    define(`def without_duplicates(items):
    return list(dict.fromkeys(items))`),
    define(`def max_subarray_sum(numbers):
    best = current = numbers[0]
    for number in numbers[1:]:
        current = max(number, current + number)
        best = max(best, current)
    return best`),
    define(`def shift_letter(character, n):
    if character.islower():
        return chr((ord(character) - ord("a") + n) % 26 + ord("a"))
    if character.isupper():
        return chr((ord(character) - ord("A") + n) % 26 + ord("A"))
    return character`),
    define(`def is_subsequence(part, whole):
    rest = iter(whole)
    return all(item in rest for item in part)`),
    define(`def balanced_groups(text, opening, closing):
    groups = []
    depth = start = 0
    for end, character in enumerate(text, 1):
        if character == opening:
            depth += 1
        elif character == closing:
            depth -= 1
            if depth == 0:
                groups.append(text[start:end])
                start = end
    return groups`),
  ].map((helper) => [helper.name, helper]),
);
