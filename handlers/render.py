"""Findings and passages as people read them on a phone: the verdict first, reasons short, detail folded."""

from collections.abc import Sequence
from html import escape

from handlers.citations import listed
from handlers.reply import LONGEST, fit
from handlers.texts import Texts
from knowledge import evaluation, interview
from knowledge.answer_model import Answer
from knowledge.basics import Level, Value
from knowledge.evaluation import Finding
from knowledge.fact_model import LEFT_OPEN
from knowledge.library import Library
from knowledge.model import Clock
from knowledge.passages import UNITS, Passage
from knowledge.permission import asks_permission
from knowledge.subjects import likely_facts
from knowledge.vocabulary import Facts

SURE_BASES = ("full-text", "excerpt")
"""How an article must have been verified to be quoted without a word of caution."""


def answer(library: Library, found: Answer, texts: Texts, *, why: bool = False, room: int = LONGEST) -> str:
    """Return an answer as HTML of at most `room` units. The first line alone answers the question."""
    if found.kind == "none":
        said, detail = texts(f"ask.{found.reason or 'not_found'}"), escape(found.detail)
        return said.replace("{detail}", detail) if "{detail}" in said else "\n".join(filter(None, (said, detail)))
    if found.kind == "clarify":
        return texts(f"ask.{found.reason or 'did_you_mean'}")
    if found.kind == "overview" and found.findings:
        return overview(library, found, texts)
    if found.findings:
        parts, folded = verdict(library, found.findings[0], texts, why=why, rule=asks_permission(found.reading))
        parts[1:1] = taken_for(library, found, texts)
        parts += [also(library, finding, texts) for finding in found.findings[1:]]
        folded += [passage(library, beside, texts) for beside in found.passages]
        return fit(parts, folded, room)
    first, *others = [passage(library, said, texts) for said in found.passages]
    return fit([first, *taken_for(library, found, texts)], others, room)


def taken_for(library: Library, found: Answer, texts: Texts) -> list[str]:
    """Return the line that says what a question was taken for, where it may mean something else."""
    if not found.tentative:
        return []
    verdicts = [library.verdicts[finding.verdict].question for finding in found.findings[:1]]
    headings = [said.heading for said in found.passages if said.kind == "faq"]
    taken = [text.get(texts.lang) for text in verdicts or headings]
    return [texts("ask.taken_for", question=escape(taken[0]))] if taken else []


def overview(library: Library, found: Answer, texts: Texts) -> str:
    """Return every duty of a described product, a line each."""
    duties = [finding for finding in found.findings if finding.level == "required"]
    doubts = sum(finding.level == "depends" for finding in found.findings)
    known = []
    if found.reading.facts:
        known.append(texts("ask.understood", facts=fact_list(library, found.reading.facts, texts)))
    usual = likely_facts(library, found.reading).items()
    likely = {name: value for name, value in usual if name not in found.reading.facts and value != LEFT_OPEN}
    if likely:
        known.append(texts("ask.assumed", facts=fact_list(library, likely, texts)))
    head = texts("check.headline", duties=len(duties), doubts=doubts)
    lines = [f"<b>{head}</b>", "\n".join(known), *(also(library, finding, texts) for finding in found.findings)]
    return fit([line for line in lines if line], [texts("check.not_covered")])


def verdict(
    library: Library, finding: Finding, texts: Texts, *, why: bool = False, rule: bool = False
) -> tuple[list[str], list[str]]:
    """Return a verdict as paragraphs to show and paragraphs to fold."""
    shown = [f"<b>{escape(headline(library, finding, texts, rule=rule))}</b>", *grounds(library, finding, texts)]
    shown += _facts(library, finding, texts)
    shown += changes(library, finding, texts)[: 3 if why else 1]
    folded = _steps(finding, texts)
    if why:
        folded = _reasons(library, finding, texts) + folded
    folded += later(library, finding, texts) + cautions(library, finding, texts)
    return shown, folded


def grounds(library: Library, finding: Finding, texts: Texts) -> list[str]:
    """Return what a verdict rests on: the reason with its articles, the outcomes left, by when, what is judged."""
    reason = escape(_capital(evaluation.because(library, finding, texts.lang)))
    cites = listed(library, finding.rule.cite if finding.rule else finding.cite, texts.lang)
    first = f"{reason}（{cites}）" if texts.lang == "zh" and reason else f"{reason} ({cites})" if reason else cites
    return [first, *_open(finding, texts), *_clock(library, finding, texts), *_law_is_open(finding, texts)]


def also(library: Library, finding: Finding, texts: Texts) -> str:
    """Return a further verdict in one line: its name, its headline and what it rests on."""
    title = escape(finding.tree.verdict.title.get(texts.lang))
    said = escape(headline(library, finding, texts))
    cites = listed(library, finding.rule.cite if finding.rule else finding.cite[:3], texts.lang)
    return texts("ask.also", title=title, said=said, cite=cites)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def headline(library: Library, finding: Finding, texts: Texts, *, rule: bool = False) -> str:
    """Return the one line for somebody who reads nothing else. With `rule` it does not begin with yes or no."""
    outcome = finding.outcome
    if outcome is not None:
        rest = _after_colon(outcome.title.get(texts.lang))
        word = texts("ask.rule") if rule else _word(outcome.level, finding.certainty == "certain", texts)
        return texts("ask.headline", word=word, rest=rest)
    levels = {finding.tree.outcome(name).level for name in finding.leaning}
    key = "open_any_level" if len(levels) > 1 or "depends" in levels else f"open_{levels.pop()}"
    asked = interview.relevant(finding.tree, evaluation.full_facts(library, finding))
    names = [library.facts[name].label.get(texts.lang) for name in _shortlist(library, asked)]
    return texts(f"ask.{key}", facts=texts.join(names))


def task(library: Library, finding: Finding, texts: Texts) -> str:
    """Return what a duty asks, for a list that says in another way whether it is one."""
    outcome = finding.outcome
    return (
        headline(library, finding, texts) if outcome is None else _capital(_after_colon(outcome.title.get(texts.lang)))
    )


def _shortlist(library: Library, names: Sequence[str]) -> list[str]:
    """Return at most three facts to name, one for each group of features."""
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(library.facts[name].group or name, name)
    return list(seen.values())[:3]


def _word(level: Level, certain: bool, texts: Texts) -> str:
    if level == "depends":
        return texts("ask.depends")
    word = "yes" if level == "required" else "no"
    return texts(f"ask.{word}" if certain else f"ask.likely_{word}")


def _after_colon(title: str) -> str:
    for colon in ("：", ": "):
        if colon in title:
            return title.partition(colon)[2]
    return title


def _open(finding: Finding, texts: Texts) -> list[str]:
    if finding.outcome is not None:
        return []
    titles = [finding.tree.outcome(name).title.get(texts.lang) for name in finding.leaning[:4]]
    return [texts("ask.possible", outcomes=escape(("；" if texts.lang == "zh" else "; ").join(titles)))]


def _clock(library: Library, finding: Finding, texts: Texts) -> list[str]:
    clock = finding.outcome.deadline if finding.outcome else None
    if clock is None:
        return []
    return [texts("ask.by_when", period=period(library, clock, texts), cite=listed(library, clock.cite, texts.lang))]


def period(library: Library, clock: Clock, texts: Texts) -> str:
    """Return a clock in words: before the launch date, or within 30 working days of an event."""
    event = library.facts[clock.event].label.get(texts.lang)
    if clock.length is None or clock.unit == "before-event":
        return texts("ask.period_before", event=escape(event))
    unit = UNITS[clock.unit].get(texts.lang)
    unit = unit.removesuffix("s") if clock.length == 1 else unit
    key = "ask.period_ahead" if clock.before else "ask.period_within"
    return texts(key, event=escape(event), length=clock.length, unit=unit)


def _law_is_open(finding: Finding, texts: Texts) -> list[str]:
    outcome = finding.outcome
    if outcome is None or outcome.looks_at is None:
        return []
    return [texts("ask.looks_at", criteria=escape(outcome.looks_at.get(texts.lang)))]


def _facts(library: Library, finding: Finding, texts: Texts) -> list[str]:
    lines = []
    stated = {name: value for name, value in finding.stated.items() if name in finding.tree.diagram.domains}
    if stated:
        lines.append(texts("ask.understood", facts=fact_list(library, stated, texts)))
    if finding.assumed:
        lines.append(texts("ask.assumed", facts=fact_list(library, finding.assumed, texts)))
    lines += missing(library, finding, texts)
    return ["\n".join(lines)] if lines else []


def missing(library: Library, finding: Finding, texts: Texts) -> list[str]:
    """Return which decisive facts nobody knew, and whom to ask."""
    names = [name for name in interview.relevant(finding.tree, finding.known) if name in finding.unknown]
    if not names:
        return []
    whom = library.facts[names[0]].whom
    asked = whom.get(texts.lang) if whom else texts("ask.whom_default")
    labels = texts.join([library.facts[name].label.get(texts.lang) for name in names])
    return [texts("ask.unknown", facts=escape(labels), whom=escape(asked))]


def fact_list(library: Library, facts: Facts, texts: Texts) -> str:
    """Return facts in one escaped line, in tree order; those that are open are none."""
    ordered = library.vocabulary.ordered(name for name in facts if name in library.facts and facts[name] != LEFT_OPEN)
    return escape(texts.join([fact(library, name, facts[name], texts) for name in ordered]))


def fact(library: Library, name: str, value: Value, texts: Texts) -> str:
    """Return one fact with its value, as it stands in a list."""
    known = library.facts[name]
    label = known.label.get(texts.lang)
    if value is False and known.denied is not None:
        return known.denied.get(texts.lang)
    if isinstance(value, bool):
        return texts("ask.fact_true" if value else "ask.fact_false", label=label)
    return texts("ask.fact_is", label=label, value=known.value_label(value, texts.lang))


def changes(library: Library, finding: Finding, texts: Texts) -> list[str]:
    lines = []
    current = finding.level
    opposite = {"required": "not_required", "not_required": "required"}.get(current)
    found = [(change, finding.tree.outcome(change.outcome)) for change in evaluation.changes(library, finding)]
    order = list(library.facts)
    found.sort(key=lambda pair: (pair[1].level != opposite, len(pair[0].facts), min(map(order.index, pair[0].facts))))
    for change, outcome in found:
        if outcome.level != current or current == "depends":
            told = fact_list(library, change.facts, texts)
            title = escape(_after_colon(outcome.title.get(texts.lang)))
            lines.append(texts(f"ask.change_{outcome.level}", facts=told, outcome=title))
    return lines


def _steps(finding: Finding, texts: Texts) -> list[str]:
    if finding.outcome is None or not finding.outcome.do:
        return []
    steps = [f"{number}. {escape(step.get(texts.lang))}" for number, step in enumerate(finding.outcome.do, 1)]
    return [f"<b>{texts('ask.steps')}</b>", *steps]


def _reasons(library: Library, finding: Finding, texts: Texts) -> list[str]:
    found = evaluation.reasons(library, finding)
    lines = [
        texts(
            "ask.reason",
            fact=escape(fact(library, reason.fact, reason.value, texts)),
            cite=listed(library, reason.cite, texts.lang, links=False),
        )
        for reason in found
    ]
    return [f"<b>{texts('ask.why_heading')}</b>", *lines] if lines else []


def later(library: Library, finding: Finding, texts: Texts) -> list[str]:
    return [
        texts("ask.later", day=day.isoformat(), outcome=escape(_titles(finding, outcomes, texts)))
        for day, outcomes in evaluation.later_changes(library, finding, finding.day)
    ] + [
        texts(
            "ask.overlay",
            draft=escape(library.regulations[draft.tree.overlay or ""].title.get(texts.lang)),
            outcome=escape(_titles(draft, draft.leaning, texts)),
        )
        for draft in evaluation.under_drafts(library, finding)
    ]


def _titles(finding: Finding, outcomes: Sequence[str], texts: Texts) -> str:
    titles = [finding.tree.outcome(name).title.get(texts.lang) for name in outcomes]
    return ("；" if texts.lang == "zh" else "; ").join(titles)


def cautions(library: Library, finding: Finding, texts: Texts) -> list[str]:
    doubtful = [
        citation
        for citation in finding.cite
        if (article := library.article(citation)) is not None and article.verified not in SURE_BASES
    ]
    cites = listed(library, doubtful, texts.lang, links=False)
    return [texts("ask.unverified", cite=cites)] if doubtful else []


def passage(library: Library, said: Passage, texts: Texts) -> str:
    """Return something the law or the FAQ says: the words first, then what they rest on."""
    cites = listed(library, said.cite, texts.lang)
    body = escape(said.body.get(texts.lang))
    if said.kind == "article":
        lines = [f"<b>{cites}</b>", body]
    elif said.kind == "faq":
        lines = [body, cites]
    else:
        lines = [f"<b>{escape(said.heading.get(texts.lang))}</b>", body, cites]
    if said.note is not None:
        lines.append(f"<i>{escape(said.note.get(texts.lang))}</i>")
    if said.verified is not None and said.verified not in SURE_BASES:
        lines.append(texts("ask.unverified", cite=listed(library, said.cite, texts.lang, links=False)))
    return "\n".join(lines)
