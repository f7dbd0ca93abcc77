"""The questions that lawyers wrote beside their rules: asked in words, they get the outcome that was expected."""

from knowledge import answer
from knowledge.library import load

LIBRARY = load()
AT_LEAST = 0.95


def missed(case):
    """What the answer to a case of words says instead of what it should, or None."""
    found = answer.answer(LIBRARY, case.text, case.at)
    expected = {case.expect} if isinstance(case.expect, str) else set(case.expect)
    said = next((finding.leaning for finding in found.findings if finding.verdict == case.verdict), None)
    if said is None:
        outcomes = LIBRARY.verdicts[case.verdict].outcomes
        if {outcomes[name].level for name in expected} == {found.level}:
            return None  # another entry says the same
        return found.kind if not found.findings else ", ".join(finding.verdict for finding in found.findings)
    return None if set(said) == expected else ", ".join(said)


def test_questions_get_the_outcome_that_was_expected():
    cases = [(number, case) for number, case in enumerate(LIBRARY.aside.cases) if case.text is not None]
    misses = [(LIBRARY.aside.lines[f"case:{number}"], case, missed(case)) for number, case in cases]
    misses = [(where, case, said) for where, case, said in misses if said is not None]
    for where, case, said in misses:
        print(f"{where}: “{case.text}”: expected {case.verdict} {case.expect}, found {said}")
    print(f"{len(cases) - len(misses)} of {len(cases)} right")
    assert len(misses) <= (1 - AT_LEAST) * len(cases)
