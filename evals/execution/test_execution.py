"""`python3 -m unittest discover evals/execution`: the judge of clauses, the types and the counting of turns, each against a case worked by hand."""

import json
import pathlib
import subprocess
import sys
import typing
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

import bounds
import clauses
import kinds


def judge(text, entry, exit_, ended, namespace=None):
    return clauses.Clause(text, list(exit_)).judge(namespace or {}, entry, exit_, ended)[0]


class Clauses(unittest.TestCase):
    def test_implies_is_lazy(self):
        self.assertEqual(judge("implies(x != 0, 1 / x > 0)", {"x": 0}, {"x": 0}, ("returned", 1)), "true")
        self.assertEqual(judge("implies(x == 0, 1 / x > 0)", {"x": 0}, {"x": 0}, ("returned", 1)), "error")

    def test_old_is_the_value_on_entry(self):
        state = ({"xs": [1]}, {"xs": [1, 2]}, ("returned", None))
        self.assertEqual(judge("len(xs) == len(old(xs)) + 1", *state), "true")
        self.assertEqual(judge("all(old(xs)[i] == xs[i] for i in range(len(old(xs))))", *state), "true")
        self.assertEqual(judge("all(old(xs) == [1] for xs in [[9]])", *state), "false")

    def test_names_bound_in_a_comprehension_are_not_parameters(self):
        self.assertEqual(judge("old([x for x in [5]]) == [5]", {"x": 1}, {"x": 2}, ("returned", 0)), "true")

    def test_clauses_that_do_not_speak_of_raising_say_nothing_of_calls_that_raise(self):
        ended = ("raised", KeyError("k"))
        self.assertEqual(judge("result > 0", {}, {}, ended), "not_applicable")
        self.assertEqual(judge("raises(LookupError)", {}, {}, ended), "true")
        self.assertEqual(judge("implies(x, raises(ValueError))", {"x": 1}, {"x": 1}, ended), "false")
        self.assertEqual(judge("implies(x, raises(ValueError))", {"x": 1}, {"x": 1}, ("returned", 3)), "false")

    def test_names_that_nobody_knows_leave_a_clause_unjudged(self):
        self.assertEqual(judge("frobnicate(result)", {}, {}, ("returned", 1)), "unjudged")


class Kinds(unittest.TestCase):
    def test_annotations(self):
        self.assertEqual(kinds.of_annotation(list[int], {}), ("list", ("int",)))
        self.assertEqual(kinds.of_annotation(typing.Optional[str], {}), ("union", (("str",), ("none",))))
        self.assertEqual(kinds.of_annotation("dict[str, 'M']", {"M": list[float]}), ("dict", ("str",), ("list", ("float",))))

    def test_values_fit_annotations_as_pep_484_reads_them(self):
        tree = lambda annotation: kinds.of_annotation(annotation, {})
        for value, annotation, expected in [
            (1, int, True), ("a", int, False), (True, int, True), (1, float, True), (1.5, int, False), (None, int, False),
            ([1, 2], list[int], True), ([1, "a"], list[int], False), ([2776], list[list[int]], False), ((1, "a"), tuple[int, str], True),
            ({"a": 1}, dict[str, int], True), ({1: 1}, dict[str, int], False), (None, typing.Optional[int], True), ("a", typing.Any, True),
            ("ab", typing.Sequence[str], True), (3, typing.Sequence[str], False),
        ]:
            self.assertEqual(kinds.fits(value, tree(annotation)), expected, (value, annotation))

    def test_observed_values(self):
        self.assertEqual(kinds.join([kinds.of_value([]), kinds.of_value([1])]), ("list", ("int",)))


class Bounds(unittest.TestCase):
    def test_turns_of_the_loop_at_a_line(self):
        counting = bounds.Counting("def f(n):\n    for i in range(n):\n        pass\n")
        counting.start()
        vars(counting.module)["f"](5)
        self.assertTrue(counting.exceeds("4 iterations of the loop at line 2"))
        self.assertFalse(counting.exceeds("5 iterations of the loop at line 2"))
        self.assertIsNone(counting.exceeds("some other bound"))

    def test_items_of_a_comprehension_and_nested_calls(self):
        counting = bounds.Counting("def f(n):\n    return [i for i in range(n)] if n < 9 else f(n - 1)\n")
        counting.start()
        vars(counting.module)["f"](3)
        self.assertTrue(counting.exceeds("2 iterations of the loop at line 2"))
        counting.start()
        vars(counting.module)["f"](11)
        self.assertTrue(counting.exceeds("2 nested calls of f"))
        self.assertFalse(counting.exceeds("3 nested calls of f"))


class Process(unittest.TestCase):
    def test_violations_counterexamples_and_code_that_does_not_end(self):
        source = "def f(x: int):\n    return abs(x)\ndef g(x: int):\n    while True:\n        pass\n"
        claim = {"id": "a", "text": "result > 0", "status": "proved", "bound": None, "proposed": True}
        refuted = [{"id": "b", "text": "result > 0", "counterexample": {"x": "0"}}, {"id": "c", "text": "result > 0", "counterexample": {"x": "1"}}]
        functions = [{"name": "f", "pre": [], "clauses": [claim], "refuted": refuted}, {"name": "g", "pre": [], "clauses": [], "refuted": []}]
        job = {"source": source, "functions": functions, "tests": [], "seed": 1, "generated": 40}
        done = subprocess.run([sys.executable, HERE / "main.py"], input=json.dumps(job), capture_output=True, text=True, check=True)
        messages = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([m["refuted"]["reproduced"] for m in messages if "refuted" in m], [True, False])
        self.assertTrue(all(m["violation"]["arguments"] == {"x": "0"} for m in messages if "violation" in m))
        by_name = {m["function"]["name"]: m["function"] for m in messages if "function" in m}
        self.assertGreater(by_name["f"]["clauses"][0]["violated"]["typed"], 0)
        self.assertGreater(by_name["g"]["counts"]["timeouts"], 0)


if __name__ == "__main__":
    unittest.main()
