"""From what the law asks for to the draft of a deadline: which of its clocks, and the day from which it runs."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from handlers.context import Context
from handlers.interviews import State
from knowledge import dates, evaluation
from knowledge.date_mentions import mentions
from knowledge.evaluation import Finding
from knowledge.matching import match
from knowledge.model import Outcome
from knowledge.normalise import plain
from knowledge.reading import Reading, read
from knowledge.tree import NotInForce
from knowledge.vocabulary import Facts

MEANT, LEAST, BEHIND = 3, 0.4, 0.25
"""So many verdicts that a name may mean are looked at, each so sure at least, and so far behind the surest at most."""
SURE = 0.9


def named(context: Context, name: str) -> dict[str, Any] | None:
    """Return the draft of what the law asks for under that name: its title, and its clock or those to choose from.

    A verdict is only asked for clocks that its own rules lead to, under the facts that the name states. Where the name
    is not just that of one verdict, those of the next ones are offered too: a wrong clock gives a wrong day. Without
    any clock there is a title alone. None for a name that means nothing for sure.
    """
    said = read(context.library, name)
    meant, is_sure = _meant(context, name, said)
    if not meant:
        return None
    found = [(verdict, duty) for verdict in meant for duty in duties(context, verdict, said.facts)]
    if not found:
        return _titled(context, meant[0]) if is_sure else None
    if len(found) == 1 and is_sure:
        return of_outcome(context, *found[0])
    title = context.library.verdicts[meant[0]].title
    titles = {"title": title.zh, "title_en": title.en} if len(meant) == 1 else {"title": name, "title_en": name}
    return {**titles, "clocks": [of_outcome(context, *each) for each in found]}


def _meant(context: Context, name: str, said: Reading) -> tuple[list[str], bool]:
    """Return the verdicts that a name may mean, and whether that is sure: it has a clock and its very name was said."""
    if name in context.library.verdicts:
        return [name], True
    matched = [each for each in match(context.library, said, 8) if each.kind == "verdict" and each.score >= LEAST]
    near = [each for each in matched if each.score >= matched[0].score - BEHIND][:MEANT]
    if near and near[0].wording.casefold() == said.text.casefold() and duties(context, near[0].id, said.facts):
        return [near[0].id], True
    return [each.id for each in near], len(near) == 1 and near[0].score >= SURE


def of_outcome(context: Context, verdict: str, outcome: Outcome) -> dict[str, Any]:
    """Return the draft of one outcome of a verdict that has a clock."""
    return {**_titled(context, verdict), **_kept(outcome)}


def of_duties(context: Context, found: Iterable[Finding]) -> dict[str, Any]:
    """Return the draft of one of several duties: those that have a clock, to choose from."""
    due = [each for each in found if each.outcome is not None and each.outcome.deadline is not None]
    offered = [of_outcome(context, each.verdict, each.outcome) for each in due if each.outcome is not None]
    return offered[0] if len(offered) == 1 else {"title": "提醒", "title_en": "Reminder", "clocks": offered}


def duties(context: Context, verdict: str, facts: Facts) -> list[Outcome]:
    """Return the duties with different clocks that a verdict may come to where `facts` hold; none out of force."""
    try:
        finding = evaluation.evaluate(context.library, verdict, facts, context.today)
    except NotInForce:
        return []
    found: dict[tuple[object, ...], Outcome] = {}
    for name in (*finding.leaning, *finding.possible):
        outcome = finding.tree.outcome(name)
        if outcome.level == "required" and outcome.deadline is not None:
            clock = outcome.deadline
            found.setdefault((clock.event, clock.length, clock.unit, clock.before, clock.roll), outcome)
    return list(found.values())


def stated(context: Context, state: State, zone: str) -> dict[str, Any]:
    """Return the one date that the question of an interview names, to be offered as the day its clock runs from.

    It is only offered: which of several events a date belongs to is for people to say. A question of another day is
    not read again, for its "tomorrow" has passed.
    """
    found = mentions(plain(state.text))
    if len(found) != 1 or state.day != context.today:
        return {}
    reading = dates.read(found[0], context.now, ZoneInfo(zone), context.services.calendar(), "event")
    return {"offered": reading.value.isoformat()} if reading.kind == "date" and reading.value is not None else {}


def _titled(context: Context, verdict: str) -> dict[str, Any]:
    title = context.library.verdicts[verdict].title
    return {"title": title.zh, "title_en": title.en, "obligation": verdict}


def _kept(outcome: Outcome) -> dict[str, Any]:
    """Return the clock of an outcome as a draft keeps it."""
    clock = outcome.deadline
    assert clock is not None
    note = {"zh": clock.note.zh, "en": clock.note.en} if clock.note is not None else None
    return {
        "clock": {"length": clock.length, "unit": clock.unit, "before": clock.before, "roll": clock.roll},
        "event_fact": clock.event,
        "duty": {"zh": _said(outcome.title.zh), "en": _said(outcome.title.en)},
        "clock_note": note,
    }


def _said(title: str) -> str:
    """Return what is to be done, without the yes before it."""
    return title.partition("：" if "：" in title else ": ")[2] or title
