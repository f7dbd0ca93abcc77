"""Every path of every verdict in every period, in both languages, as a chat shows it; and every day of the law."""

import time
from datetime import timedelta

from test_every_answer import LIBRARY, TREES, check, shown
from test_time import DATED, DAYS, FIRST, leaning, products

from knowledge import evaluation


def test_every_path_is_shown_within_the_limits():
    start, count = time.perf_counter(), 0
    for tree in TREES:
        for steps, outcome in tree.diagram.paths(tree.outcomes):
            facts = {step.fact: step.values[0] for step in steps}
            assert evaluation.evaluate(LIBRARY, tree.verdict.id, facts, tree.period.start).outcome_id == outcome
            for lang in ("zh", "en"):
                check(shown(tree, facts, lang))
                count += 1
    print(f"\n{count} messages, {time.perf_counter() - start:.1f} s")


def test_later_changes_are_what_asking_every_day_would_find():
    """Six products a verdict, every day of three years, asked on the first."""
    for verdict in DATED:
        for facts in products(verdict, 6):
            by_day = {day: leaning(verdict, facts, day) for day in (FIRST + timedelta(n) for n in range(DAYS))}
            asked = next(day for day, outcomes in by_day.items() if outcomes)
            told = dict(evaluation.later_changes(LIBRARY, evaluation.evaluate(LIBRARY, verdict, facts, asked), asked))
            changed = {
                day: outcomes
                for day, outcomes in by_day.items()
                if day > asked and outcomes != by_day[day - timedelta(1)]
            }
            assert {day: outcomes for day, outcomes in told.items() if day in by_day} == changed
