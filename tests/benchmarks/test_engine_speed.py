"""What deciding costs: compiling, asking, a full check, a change of the law; as it is and with ten times the law."""

import asyncio
import random
import time
from datetime import UTC, date, datetime

import msgspec

from bot.law_changes import LawChanges
from bot.store import Store
from knowledge import evaluation, lint, profile, reader, replay
from knowledge import library as libraries
from knowledge.contents import Aside
from knowledge.library import Library
from knowledge.tree import assignments, world

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
FACTS = {"mainland_users": True, "public_service": True, "voice_rooms": True, "generative_ai": True}
CASES = 10_000
replace = msgspec.structs.replace


def times(contents, aside, number):
    """The knowledge with every verdict `number` times, under other names; the vocabulary stays the same."""
    verdicts = dict(contents.verdicts)
    regimes, lines = dict(contents.regimes), dict(aside.lines)
    for copy in range(1, number):
        for name, verdict in contents.verdicts.items():
            verdicts[f"{name}.{copy}"] = replace(verdict, id=f"{name}.{copy}")
            for key, line in aside.lines.items():
                if key.startswith((f"verdict:{name}:", f"verdict:{name}")):
                    lines[key.replace(f"verdict:{name}", f"verdict:{name}.{copy}", 1)] = line
    for regime in contents.regimes.values():
        names = [f"{name}.{copy}" if copy else name for name in regime.verdicts for copy in range(number)]
        regimes[regime.id] = replace(regime, verdicts=tuple(names))
    return replace(contents, verdicts=verdicts, regimes=regimes), Aside(aside.cases, lines)


def seconds(work, repeat=3):
    """The best of some runs, in seconds."""
    best = float("inf")
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def stored(library, count, path):
    """A store in which `count` chats hold one verdict each, for products drawn at random."""
    chance = random.Random(5)
    store = Store.open(path)
    names = list(library.verdicts)
    with store.database.transaction():
        for number in range(count):
            name = names[number % len(names)]
            tree = library.tree(name, max(DAY, library.verdicts[name].since))
            facts = world(tree, chance.randrange(assignments(tree)))
            some = {fact: facts[fact] for fact in chance.sample(list(facts), (len(facts) + 1) // 2)}
            finding = evaluation.evaluate(library, name, some, tree.period.start)
            chat = store.chat(number + 1, "group")
            store.save_verdict(chat.id, 7, None, replay.record(library, finding), NOW)
    return store


def measured(contents, aside, path):
    """Every cost with these contents, by name, in seconds."""
    library = Library(contents, lambda: aside)
    found = {"compile all": seconds(lambda: list(Library(contents, lambda: aside).trees()), 1)}
    trees = list(library.trees())
    asking = [
        seconds(
            lambda tree=tree: (
                evaluation.evaluate(library, tree.verdict.id, {}, tree.period.start, overlay=tree.overlay).next_question
            )
        )
        for tree in trees
    ]
    found["next question, mean"] = sum(asking) / len(asking)
    found["next question, worst"] = max(asking)
    found["full check"] = seconds(lambda: profile.profile(library, FACTS, DAY))
    found["knowledge check"] = seconds(lambda: lint.check(library), 1)
    with stored(library, CASES, path) as store:
        newer = Library(replace(contents, revision="newer"), lambda: aside)
        list(newer.trees())
        start = time.perf_counter()
        looked = asyncio.run(LawChanges(store, newer, lambda: NOW).look())
        found[f"re-run of {CASES:,} cases"] = time.perf_counter() - start
        assert looked.verdicts == CASES
    return found


def test_costs(tmp_path):
    folder = libraries.FOLDER
    contents, aside = reader.read_all(libraries._files(folder), folder, "as it is")
    once = measured(contents, aside, tmp_path / "once.db")
    once["load from YAML"] = seconds(lambda: libraries.load(folder), 1)
    libraries.load(folder, tmp_path)
    once["load from the cache"] = seconds(lambda: libraries.load(folder, tmp_path))
    tenfold = measured(*times(contents, aside, 10), tmp_path / "tenfold.db")
    print(f"\n{'':<26} {len(contents.verdicts):>6} verdicts {10 * len(contents.verdicts):>6}   growth")
    for name, cost in once.items():
        more = f"{tenfold[name] * 1000:>8.1f} ms {tenfold[name] / cost:>6.1f}" if name in tenfold else ""
        print(f"{name:<26} {cost * 1000:>12.1f} ms {more}")
    assert tenfold["full check"] < 20 * once["full check"]
