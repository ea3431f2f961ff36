"""Differential oracle of the expression parser and printer against CPython's own parser.

Takes every expression of the Python files below a directory (default: the standard library of the running interpreter), has our
parser and printer rewrite it, and compares the AST that CPython reads from the printed text with the one of the original text.
Also compares what both sides call a syntax error on mutated texts (`--mutants N`).

    python3 scripts/oracles/expressions.py [--dir DIR] [--limit N] [--mutants N] [--show N]
"""

import argparse
import ast
import collections
import json
import pathlib
import random
import subprocess
import sys
import sysconfig
import tempfile
import warnings

warnings.simplefilter("ignore")
ROOT = pathlib.Path(__file__).resolve().parents[2]
MAX_LENGTH = 8000
SPECIAL = ("invalid_syntax", "nesting_too_deep", "too_long")


def dump(text):
    """The AST of a text read inside parentheses, or None for a syntax error."""
    try:
        body = ast.parse("(\n" + text + "\n)").body
    except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError):
        return None
    if len(body) != 1 or not isinstance(body[0], ast.Expr):
        return None
    value = body[0].value
    if isinstance(value, ast.GeneratorExp) and value.lineno == 1:
        return None  # the parentheses around the text made it a generator
    return ast.dump(value)


def strip_kind(dumped):
    """`u'...'` keeps a `kind` in the AST that means nothing."""
    return dumped.replace(", kind='u'", "") if dumped else dumped


def sources(directory):
    seen = set()
    for path in sorted(pathlib.Path(directory).rglob("*.py")):
        if "site-packages" in path.parts:
            continue
        try:
            text = path.read_bytes()
            tree = ast.parse(text)
            text = text.decode("utf-8")
        except (SyntaxError, ValueError, RecursionError):
            continue
        lines = [line.encode() for line in ast._splitlines_no_ff(text)]
        for node in ast.walk(tree):
            if not isinstance(node, ast.expr) or isinstance(node, (ast.Slice, ast.Starred)):
                continue
            segment = segment_of(lines, node)
            if segment not in seen and len(segment) <= MAX_LENGTH:
                seen.add(segment)
                yield segment


def segment_of(lines, node):
    first, last = node.lineno - 1, node.end_lineno - 1
    if first == last:
        return lines[first][node.col_offset : node.end_col_offset].decode()
    return b"".join([lines[first][node.col_offset :], *lines[first + 1 : last], lines[last][: node.end_col_offset]]).decode()


def rewrite(texts):
    with tempfile.TemporaryDirectory() as directory:
        given, answered = pathlib.Path(directory, "in.jsonl"), pathlib.Path(directory, "out.jsonl")
        given.write_text("".join(json.dumps(text) + "\n" for text in texts))
        node, script = ROOT / "node_modules/.bin/node", ROOT / "scripts/oracles/expressions.ts"
        subprocess.run([str(node), str(script), str(given), str(answered)], check=True)
        return [json.loads(line) for line in answered.read_text("utf-8").split("\n") if line]


def mutants(texts, count):
    """Texts one token-sized edit away from real ones: most are syntax errors, the interesting question is whether both sides agree."""
    generator = random.Random(1)
    pool = [text for text in texts if 0 < len(text) < 80]
    pieces = list("()[]{},:*.=+-~") + " not, in , is , if , else , for , lambda ,**,:=,yield ,await ,x,1,'', or , and ,==,\n,#,\\".split(",")
    for _ in range(count):
        text = generator.choice(pool)
        at, piece = generator.randrange(len(text) + 1), generator.choice(pieces)
        mutant = text[:at] + piece + text[at + generator.randrange(2) :]
        if not mutant.lstrip().startswith("#") and not mutant.endswith("\\"):
            yield mutant


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--dir", default=sysconfig.get_paths()["stdlib"])
    options.add_argument("--limit", type=int, default=sys.maxsize)
    options.add_argument("--mutants", type=int, default=0)
    options.add_argument("--show", type=int, default=20)
    options = options.parse_args()
    counts, constructs, shown = collections.Counter(), collections.Counter(), []

    texts = []
    for text in sources(options.dir):
        texts.append(text)
        if len(texts) >= options.limit:
            break
    for text, answer in zip(texts, rewrite(texts), strict=True):
        constructs.update(answer["unsupported"])
        counts["expressions"] += 1
        if answer["reprinted"] != answer["printed"]:
            counts["printing is not idempotent"] += 1
            shown.append(("unstable", text, answer["printed"]))
        if any(construct in SPECIAL for construct in answer["unsupported"]):
            counts["kept verbatim as a whole"] += 1
            if "invalid_syntax" in answer["unsupported"] and dump(text) is not None:
                shown.append(("rejected", text, ""))
                counts["wrongly called invalid"] += 1
            continue
        original, printed = strip_kind(dump(text)), strip_kind(dump(answer["printed"]))
        if original is None:
            counts["no expression on its own"] += 1
        elif original == printed:
            counts["same AST"] += 1
        else:
            counts["different AST"] += 1
            shown.append(("different", text, answer["printed"]))

    if options.mutants:
        texts = list(mutants(texts, options.mutants))
        for text, answer in zip(texts, rewrite(texts), strict=True):
            original = strip_kind(dump(text))
            ours = not any(construct in SPECIAL for construct in answer["unsupported"])
            if original is None and ours:
                counts["mutants: only we accept"] += 1
                shown.append(("lenient", text, answer["printed"]))
            elif original is not None and not ours:
                counts["mutants: only CPython accepts"] += 1
                shown.append(("strict", text, ",".join(answer["unsupported"])))
            elif original is not None and original != strip_kind(dump(answer["printed"])):
                counts["mutants: different AST"] += 1
                shown.append(("different", text, answer["printed"]))
            else:
                counts["mutants: agreed " + ("invalid" if original is None else "valid")] += 1

    for kind, text, printed in shown[: options.show]:
        print(f"--- {kind}\n{text!r}\n{printed!r}")
    print(json.dumps(counts, indent=2))
    print(json.dumps(constructs, indent=2))
    bad = ("printing is not idempotent", "wrongly called invalid", "different AST", "mutants: different AST", "mutants: only CPython accepts")
    return 1 if any(counts[name] for name in bad) else 0


if __name__ == "__main__":
    sys.exit(main())
