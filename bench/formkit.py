"""How long the form engine takes: ``python -m bench.formkit``.

One page of 100 questions and 60 rules (goal: at most 0.5 ms for a whole evaluation), and the
shipped e-service; and how long the analysis of 500 questions and 300 rules takes (goal: under a
second). Prints the median and the 95th percentile of many single evaluations, in time of
the processor: others who want the same cores do not count.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from bench import wide
from samtjanst import eservices
from samtjanst.capabilities.formkit import Context, evaluate, load, load_text, present
from samtjanst.capabilities.formkit.analysis import Severity, analyse

ROUNDS = 2000


def measure(name: str, work: Callable[[], Any], rounds: int = ROUNDS) -> None:
    """Print the time of one call in milliseconds."""
    for _ in range(min(50, rounds)):
        work()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    times.sort()
    print(f"{name:58} p50 {statistics.median(times):7.3f} ms  p95 {times[-rounds // 20]:7.3f} ms")


def measure_wide(questions: int, rules: int) -> None:
    """Print the figures of one page of that size."""
    context = Context(today=date(2026, 8, 1))
    definition = load(wide.page(questions, rules))
    answers = wide.answers(questions)
    size = f"{questions} questions, {rules} rules"

    def view() -> object:
        evaluation = evaluate(definition, answers, context)
        return present.page(definition, "only", evaluation, answers, show_errors=True)

    measure(f"evaluate, {size}", lambda: evaluate(definition, answers, context))
    measure(f"evaluate and judge, {size}", lambda: evaluate(definition, answers, context).errors())
    measure(f"evaluate, judge and view, {size}", view)


def measure_analysis(questions: int, rules: int) -> None:
    """Print how long it takes to prove a definition of that size."""
    definition, today = load(wide.page(questions, rules)), date(2026, 8, 1)
    times = []
    for _ in range(5):
        start = time.process_time()
        report = analyse(definition, today=today)
        times.append((time.process_time() - start) * 1000)
    unsure = sum(finding.severity is Severity.UNDECIDED for finding in report.findings)
    name = f"analyse, {questions} questions, {rules} rules ({unsure} undecided)"
    print(f"{name:58} p50 {statistics.median(times):7.1f} ms")


def measure_rows(count: int) -> None:
    """Print the figures of a repeating group with so many rows."""
    context = Context(today=date(2026, 8, 1))
    document, answers = wide.rows(count)
    definition = load(document)

    def summarise() -> object:
        evaluation = evaluate(definition, answers, context)
        if evaluation.errors():
            raise ValueError(evaluation.errors())
        return present.summary(definition, evaluation.values, context)

    measure(f"evaluate, judge and summarise, {count} rows", summarise, max(20, ROUNDS // count))


def main() -> None:
    """Measure and print."""
    for count in (5, 20, 50, 100, 1000):
        measure_rows(count)
    measure_wide(100, 60)
    measure_wide(200, 100)
    measure_wide(500, 300)
    measure_analysis(500, 300)
    context = Context(today=date(2026, 8, 1))
    text = eservices.read("skolskjuts/definition.json")
    school = load_text(text)
    known = {"reasons": ["distance", "disability"], "school_year": "4", "distance": 3}
    measure("evaluate and judge all, skolskjuts", lambda: evaluate(school, known, context).errors())


if __name__ == "__main__":
    main()
