"""What a question may mean, weighed once more by what it states: subjects, facts, names, words of the FAQ."""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge import clauses, duties, duty_kinds
from knowledge.basics import Struct, Value
from knowledge.kept import kept
from knowledge.library import Library
from knowledge.matching import Candidate, match
from knowledge.model import Faq, Verdict
from knowledge.passages import faq_of
from knowledge.reading import Reading
from knowledge.strings import Trie, trie
from knowledge.subjects import TELLING, Said, folded, follows, is_named, said, speaks_of, told
from knowledge.tokens import tokens

LOOKED_AT = 16
FITS = 0.2
"""What it counts that a verdict's rules ask for the most telling fact stated; half of it that they ask for none."""
LIKELY = 0.5
"""An entry of the FAQ that is likelier than this may be meant where the question names a verdict of its regulation."""
ALMOST = 0.05
"""What is no further behind the best is as likely: of another field, what is about what is stated is meant rather."""
CERTAIN = 0.85
"""A question of the FAQ this near is the very question asked."""
HAPPENED = 0.3
"""How likely a verdict on what has happened is meant, before what is stated speaks for it."""
EXCEPTED = 0.38
"""The same where what is stated makes an exception of its rules."""
SPOKEN = 0.85
"""A verdict for which what is stated speaks so much is meant rather than another that is only named: "assessment"."""
SURELY = 0.7
"""What is likelier than this is meant, though it is not about what has happened."""
SAME_WORDS = 0.85
"""A candidate this sure is asked in its own words."""
UNSPOKEN = 0.5
"""What is left of the score of a verdict whose subject the question does not speak of."""


def candidates_of(library: Library, read: Reading) -> list[Candidate]:
    """Return what a question may mean, the likeliest first, also that it belongs to another field."""
    found = match(library, read, LOOKED_AT, elsewhere=True)
    least = _least(library, read)
    kept = [one for one in found if one.kind != "verdict" or one.score >= least.get(one.id, 0.0)]
    known = {one.id for one in kept}
    meant = [library.verdicts[name] for name in least if name not in known]
    more = [Candidate("verdict", verdict.id, least[verdict.id], verdict.question.en) for verdict in meant]
    return _weighed(library, read, sorted([*kept, *more], key=lambda one: -one.score))


def _least(library: Library, read: Reading) -> dict[str, float]:
    """Return how likely verdicts are meant at least, in whatever words what follows is asked.

    They are about what the text says has happened, or except what it says of the case.
    """
    if read.intents[0] != "verdict":
        return {}
    cases = {name for name in read.facts if _makes_an_exception(library, name)}
    happened = {name for name, value in read.facts.items() if value is True and library.facts[name].happening}
    scores: dict[str, float] = {}
    if cases:
        scores = {name: EXCEPTED for name in library.verdicts if not cases.isdisjoint(library.facts_of(name))}
    if happened:
        subjects = {name: verdict.subject.keys() for name, verdict in library.verdicts.items()}
        scores |= {name: HAPPENED for name, subject in subjects.items() if not happened.isdisjoint(subject)}
    return scores


def _makes_an_exception(library: Library, name: str) -> bool:
    """Tell whether a fact is a choice that makes an exception of one verdict and of no other."""
    fact = library.facts[name]
    return fact.type == "choice" and fact.stage == "exception" and library.telling.get(name, 0.0) >= 1.0


def exact(library: Library, text: str) -> Candidate | None:
    """Return the entry of the FAQ that is asked word by word, if there is one."""
    known = asked_words(library)
    letters = folded(text)
    number = known.letters.get(letters)
    if number is None:
        return None
    name, index = known.entries[known.owners[number]]
    faq = library.regulations[name].faq[index]
    return Candidate(
        "faq", f"{name}:{index}", 1.0, next(wording for wording in _wordings(faq) if folded(wording) == letters)
    )


class Asked(Struct, frozen=True):
    """The wordings of the FAQ, folded, as they are kept."""

    letters: memoryview
    """A trie."""
    owners: memoryview
    """For every wording the position of its entry among all, in four bytes."""


@dataclass(frozen=True, slots=True)
class _Asked:
    letters: Trie
    owners: memoryview
    entries: tuple[tuple[str, int], ...]
    """Every entry of the FAQ: its regulation, and its position there."""


@lru_cache(maxsize=2)
def asked_words(library: Library) -> _Asked:
    """Return every wording of the FAQ, folded."""
    laws = reversed(library.regulations.values())  # what two of them ask for alike is answered from the first
    entries = tuple((law.id, index) for law in laws for index in range(len(law.faq)))
    known = kept(library, "asked", Asked, lambda: _prepare(library, entries))
    return _Asked(Trie(known.letters), memoryview(known.owners).cast("I"), entries)


def _prepare(library: Library, entries: Sequence[tuple[str, int]]) -> Asked:
    owners: dict[str, int] = {}
    for owner, (name, index) in enumerate(entries):
        for wording in _wordings(library.regulations[name].faq[index]):
            owners[folded(wording)] = owner
    letters, ordered = trie(owners)
    return Asked(letters, memoryview(array("I", [owners[said] for said in ordered]).tobytes()))


def _wordings(faq: Faq) -> tuple[str, ...]:
    return faq.q.zh, faq.q.en, *faq.also.all()


def verdict_of(library: Library, candidate: Candidate) -> str | None:
    """Return the verdict behind an entry of the FAQ, if it has one."""
    if candidate.kind != "faq":
        return None
    return faq_of(library, candidate).verdict


def is_asked_as_such(library: Library, candidates: Sequence[Candidate]) -> bool:
    """Tell whether an entry of the FAQ asks just what a question does, and not whether one duty of many applies."""
    near = [faq_of(library, one) for one in candidates if one.kind == "faq" and one.score >= CERTAIN]
    return any(faq.kind != "verdict" for faq in near)


def is_about_what_is_stated(library: Library, read: Reading, candidate: Candidate) -> bool:
    """Tell whether a question names a duty, and the rules behind a candidate ask for something that it states."""
    own = candidate.id if candidate.kind == "verdict" else verdict_of(library, candidate)
    verdicts = [own] if own is not None else _verdicts(library).get(candidate.id.rpartition(":")[0], ())
    asked = {name for verdict in verdicts for name in library.facts_of(verdict)}
    stated = any(name in asked and not library.facts[name].common for name in read.facts)
    return stated and (read.intents[0] == "penalty" or bool(clauses.duties(tokens(read.text))))


def _weighed(library: Library, read: Reading, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Move up the verdicts whose rules ask for what the text states, and down those that have nothing to do with it.

    Nor is a filing an answer to who asks for an assessment, or what a text denies where it names the duty of what it
    states.
    """
    says = said(library, read)
    telling = max((library.telling.get(name, 0.0) for name in says.held), default=0.0)
    wanted = duties.kinds(read) if read.intents[0] == "verdict" else frozenset()
    named = {one.id for one in candidates if one.kind == "verdict" and is_named(library, one.id, says)}
    stated = {verdict for verdict in named if told(library, verdict, says)}

    likely = [one for one in candidates if one.kind == "verdict" and one.score >= LIKELY]
    is_told = any(one.id in named or told(library, one.id, says) for one in likely if _is_wanted(library, one, wanted))
    spoken = [
        one.id for one in likely if told(library, one.id, says) >= SPOKEN and _may_be_wanted(library, one, wanted)
    ]
    happened = any(library.facts[name].happening and value is True for name, value in read.facts.items())

    def weighed(candidate: Candidate, fits: bool | None) -> Candidate:
        verdict = candidate.id if candidate.kind == "verdict" else verdict_of(library, candidate)
        if fits is False:
            return candidate.rated(candidate.score * UNSPOKEN)
        if fits and candidate.score >= LIKELY and _answers(library, candidate, read) and not happened:
            return candidate.rated(min(1.0, candidate.score + 2 * FITS))
        if verdict is None:
            if _is_exempt(library, candidate, read):
                return candidate.rated(candidate.score * UNSPOKEN)
            beside = FITS if _is_beside_named(library, candidate, read, says) else 0.0
            moved = max(beside, _spoken_for(library, candidate, read, says))
            if happened and moved == 0.0 and read.intents[0] == "verdict" and candidate.score < SURELY:
                moved = -FITS / 2 if not _is_about_it(library, candidate, says) else 0.0
            if is_told and candidate.kind == "faq" and _is_of_other_kind(library, candidate, wanted):
                moved = min(moved, 0.0) - FITS / 2
            if read.intents[0] == "penalty" and not _answers(library, candidate, read):
                moved = -FITS  # what follows from a breach is not answered by what the duty is
            return candidate.rated(min(1.0, candidate.score + moved))
        if not speaks_of(library, verdict, candidate.wording, says):
            return candidate.rated(candidate.score * UNSPOKEN)
        names_it = candidate.kind == "verdict" or read.intents[0] == "verdict"
        shared = told(library, verdict, says, denied=True)
        against = telling >= TELLING and not follows(library, verdict, says)
        moved = FITS * shared if shared else -FITS / 2 if against else 0.0
        if names_it and (shared or not spoken) and is_named(library, verdict, says):
            moved += FITS
        moved = moved + FITS / 2 if _is_of_what_happened(library, verdict, read) else moved
        if not _answers(library, candidate, read) or _is_of_other_law(library, verdict, read):
            moved = min(moved, 0.0)
        if wanted and duties.kinds_of(library, verdict) and wanted.isdisjoint(duties.kinds_of(library, verdict)):
            moved -= FITS / 2
        if stated and verdict not in stated and not told(library, verdict, says):
            moved = min(moved, -FITS / 2)
        return candidate.rated(min(1.0, max(0.0, candidate.score + moved)))

    falling: list[Candidate] = []
    for candidate in candidates:  # the likeliest first: what comes later is never surer than what came before
        ceiling = falling[-1].score if falling else 1.0
        falling.append(candidate.rated(min(candidate.score, ceiling)))
    fit = [_fits(library, candidate, read) for candidate in falling]
    meant = {candidate.id for candidate, fits in zip(falling, fit, strict=True) if fits}
    return sorted(map(weighed, falling, fit), key=lambda candidate: (-candidate.score, candidate.id not in meant))


def _is_about_it(library: Library, candidate: Candidate, says: Said) -> bool:
    """Tell whether a verdict of a candidate's regulation asks for something stated."""
    law = candidate.id.rpartition(":")[0] or candidate.id.partition("#")[0]
    return any(told(library, verdict, says) for verdict in _verdicts(library).get(law, ()))


def _is_wanted(library: Library, candidate: Candidate, wanted: frozenset[str]) -> bool:
    """Tell whether a verdict is on the kind of duty that the question names."""
    return not wanted.isdisjoint(duties.kinds_of(library, candidate.id))


def _may_be_wanted(library: Library, candidate: Candidate, wanted: frozenset[str]) -> bool:
    """Tell whether a verdict is not about another kind of duty than those named."""
    kinds = duties.kinds_of(library, candidate.id)
    return not kinds or not wanted.isdisjoint(kinds)


def _is_of_other_kind(library: Library, candidate: Candidate, wanted: frozenset[str]) -> bool:
    """Tell whether an entry of the FAQ is about no duty of the kind named: care for old people is no assessment."""
    faq = faq_of(library, candidate)
    named = duty_kinds.named(f"{faq.q.zh} {faq.q.en.lower()}")
    return candidate.score < SAME_WORDS + ALMOST and wanted.isdisjoint(named)


def _is_of_what_happened(library: Library, verdict: str, read: Reading) -> bool:
    """Tell whether a verdict is about something that the text says has happened, such as an incident."""
    subject = library.verdicts[verdict].subject
    return any(library.facts[name].happening and read.facts.get(name) is True for name in subject)


def _fits(library: Library, candidate: Candidate, read: Reading) -> bool | None:
    """Tell whether the facts stated are those of whoever asks an entry of the FAQ; None where it is for everybody.

    An entry for some, in other words than the question's, needs that the question states one of their facts and asks
    for the same kind of duty: consent is no answer to who asks for an assessment.
    """
    faq = faq_of(library, candidate) if candidate.kind == "faq" else None
    if faq is None or not faq.about:
        return None
    said = [read.facts[name] == value for name, value in faq.about.items() if name in read.facts]
    if not said and candidate.score >= SAME_WORDS:
        return None
    wanted = duties.kinds(read)
    is_other = bool(wanted) and wanted.isdisjoint(duty_kinds.named(f"{faq.q.zh} {faq.q.en.lower()}"))
    return bool(said) and all(said) and not is_other


def _spoken_for(library: Library, candidate: Candidate, read: Reading, says: Said) -> float:
    """Return how much the facts stated speak for an entry of the FAQ: as for a verdict, where it is of the kind asked.

    A duty that an entry denies hangs on more than the facts can say: for those nothing speaks.
    """
    if candidate.kind != "faq":
        return 0.0
    faq = faq_of(library, candidate)
    if not (faq.level == "required" if read.intents[0] == "verdict" else read.intents[0] == faq.kind == "penalty"):
        return 0.0
    verdicts = _verdicts(library).get(candidate.id.rpartition(":")[0], ())
    return FITS * max((told(library, verdict, says, denied=True) for verdict in verdicts), default=0.0)


def _is_beside_named(library: Library, candidate: Candidate, read: Reading, says: Said) -> bool:
    """Tell whether an entry of the FAQ states a duty beside a verdict that the question names.

    "Must an outside firm do the security assessment?" names the assessment and asks for something else.
    """
    if candidate.kind != "faq" or read.intents[0] != "verdict" or candidate.score < LIKELY:
        return False
    if faq_of(library, candidate).level is None:
        return False
    verdicts = _verdicts(library).get(candidate.id.rpartition(":")[0], ())
    return any(is_named(library, verdict, says) for verdict in verdicts)


def _is_exempt(library: Library, candidate: Candidate, read: Reading) -> bool:
    """Tell whether a duty of an entry falls away: what takes a product out of a law takes it out of each duty in it."""
    if candidate.kind != "faq" or faq_of(library, candidate).level != "required":
        return False
    outside = _exceptions(library).get(candidate.id.rpartition(":")[0], frozenset())
    return any((name, value) in outside for name, value in read.facts.items())


@lru_cache(maxsize=2)
def _exceptions(library: Library) -> dict[str, frozenset[tuple[str, Value]]]:
    """Return for each regulation what alone takes a product out of at least half of its verdicts."""
    found: dict[str, frozenset[tuple[str, Value]]] = {}
    for regulation, names in _verdicts(library).items():
        counts = Counter(alone for name in names for alone in _alone(library, library.verdicts[name]))
        found[regulation] = frozenset(alone for alone, count in counts.items() if 2 * count >= len(names))
    return found


def _alone(library: Library, verdict: Verdict) -> set[tuple[str, Value]]:
    """Return the single facts by which a verdict asks for nothing."""
    alone: set[tuple[str, Value]] = set()
    for rule in verdict.rules:
        if rule.overlay or not isinstance(rule.when, dict) or verdict.outcomes[rule.then].level != "not_required":
            continue
        denied = list(rule.when) == ["not"]
        when = rule.when["not"] if denied else rule.when
        if len(when) == 1:
            name, value = next(iter(when.items()))
            if name in library.facts and isinstance(value, bool):
                alone.add((name, value != denied))
    return alone


@lru_cache(maxsize=2)
def _verdicts(library: Library) -> dict[str, tuple[str, ...]]:
    """Return the verdicts of each regulation."""
    found: dict[str, tuple[str, ...]] = {}
    for verdict in library.verdicts.values():
        found[verdict.regulation] = (*found.get(verdict.regulation, ()), verdict.id)
    return found


def _answers(library: Library, candidate: Candidate, read: Reading) -> bool:
    """Tell whether a candidate is of the kind asked for: a fine or a meaning is not answered by whether one must."""
    asked = read.intents[0]
    kind = faq_of(library, candidate).kind if candidate.kind == "faq" else candidate.kind
    if asked in ("penalty", "definition", "deadline"):
        return kind == asked
    return asked not in ("article", "procedure") or kind not in ("penalty", "deadline")


def _is_of_other_law(library: Library, verdict: str, read: Reading) -> bool:
    """Tell whether the question names a law, and the verdict rests on none that it names."""
    named = {citation.partition("#")[0] for citation in read.citations}
    cited = {citation.partition("#")[0] for rule in library.verdicts[verdict].rules for citation in rule.cite}
    return bool(named) and named.isdisjoint({library.verdicts[verdict].regulation, *cited})
