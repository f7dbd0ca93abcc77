"""The screen of a full check: what must be done, what is open, what is not needed, and the next question."""

from collections.abc import Sequence
from html import escape

from handlers import render, screens
from handlers.citations import listed
from handlers.interviews import State
from handlers.reply import LONGEST, Button, Reply, fit, length
from handlers.texts import Texts
from knowledge import profile as profiles
from knowledge.evaluation import Finding
from knowledge.fact_model import LEFT_OPEN
from knowledge.library import Library
from knowledge.profile import Profile

A_PAGE = 6
SURE, LIKELY, OPEN = "●", "◐", "○"


def profile_of(library: Library, state: State) -> Profile:
    """Evaluate every verdict for the facts of an interview."""
    return profiles.profile(library, state.facts, state.day, likely=state.likely, unknown=state.unknown)


def reply(library: Library, state: State, interview: int, found: Profile | None = None) -> Reply:
    """Return the message of a full check as it stands; `found` is its profile, where that is known already."""
    texts = Texts(state.lang)
    found = found or profile_of(library, state)
    rows: list[tuple[Button, ...]] = []
    ask = ""
    if found.next_question is not None:
        fact = library.facts[found.next_question]
        finding = next(f for f in found.findings if fact.id in f.tree.diagram.domains)
        ask = screens.question(library, fact, texts)
        members = open_group(library, state, fact.group) if fact.group else []
        rows += screens.answers(library, fact, finding, members, state, interview, texts)
    pages = max(1, -(-len(found.listed()) // A_PAGE))
    last = screens.more(state, interview, texts, duties=page(found, state))
    rows += [screens.paging(state, interview, texts, pages), last]
    room = LONGEST - length(ask) - 2
    html = fit(body(library, found, state, texts), _done(library, found, state, texts), room)
    return Reply("\n\n".join(part for part in (html, ask) if part), tuple(row for row in rows if row))


def page(found: Profile, state: State) -> Sequence[Finding]:
    """Return the duties on the page that is shown."""
    start = state.page * A_PAGE
    return found.listed()[start : start + A_PAGE]


def body(library: Library, found: Profile, state: State, texts: Texts) -> list[str]:
    """Return the paragraphs: counts first, then what was understood, then one line a duty."""
    duties, doubts = found.at("required"), found.touched()
    head = texts("check.headline", duties=len(duties), doubts=len(doubts))
    lines = [f"<b>{head}</b>\n{texts('check.legend')}" if found.listed() else f"<b>{head}</b>"]
    if state.facts:
        lines.append(texts("ask.understood", facts=render.fact_list(library, state.facts, texts)))
    likely = {name: value for name, value in state.likely.items() if name not in state.facts and value != LEFT_OPEN}
    if likely:
        lines.append(texts("ask.assumed", facts=render.fact_list(library, likely, texts)))
    if not state.facts and not likely:
        lines.append(texts("check.nothing_known"))
    return lines + [line(library, finding, texts) for finding in page(found, state)]


def lines(library: Library, found: Profile, state: State, texts: Texts) -> list[str]:
    """Return the whole check as paragraphs, without pages: for the command line."""
    duties = [line(library, finding, texts) for finding in found.listed()]
    return [
        *body(library, found, state, texts)[: -len(duties[:A_PAGE]) or None],
        *duties,
        *_done(library, found, state, texts),
    ]


def line(library: Library, finding: Finding, texts: Texts) -> str:
    """Return one duty: how sure it is and its name, what to do and by when, and by which articles."""
    cite = listed(library, finding.rule.cite if finding.rule else finding.cite[:3], texts.lang)
    title = escape(finding.tree.verdict.title.get(texts.lang))
    clock = finding.outcome.deadline if finding.outcome else None
    when = texts("check.when", period=render.period(library, clock, texts)) if clock else ""
    return f"{_mark(finding)} <b>{title}</b>\n{escape(render.task(library, finding, texts))}{when}\n{cite}"


def _mark(finding: Finding) -> str:
    """Return how sure a duty is: whatever else may turn out, only as assumed, or not at all."""
    if finding.level != "required":
        return OPEN
    levels = {finding.tree.outcome(name).level for name in finding.possible}
    return SURE if levels == {"required"} else LIKELY


def _done(library: Library, found: Profile, state: State, texts: Texts) -> list[str]:
    """Return what is folded: on which assumptions the duties are very likely, what is not needed, what is not known."""
    assumed = {name: value for finding in found.listed() for name, value in finding.assumed.items()}
    quiet = {name: value for name, value in assumed.items() if name not in state.likely}
    folded = [texts("check.presumed", facts=render.fact_list(library, quiet, texts))] if quiet else []
    free = [finding.tree.verdict.title.get(texts.lang) for finding in found.at("not_required")]
    folded += [texts("check.not_needed", titles=escape(texts.join(free)))] if free else []
    return [*folded, texts("check.not_covered")]


def open_group(library: Library, state: State, group: str) -> list[str]:
    """Return the facts of a screen that nobody has answered yet."""
    known = library.vocabulary.derive(state.facts)
    return [
        name
        for name, fact in library.facts.items()
        if fact.group == group and name not in known and name not in state.unknown
    ]
