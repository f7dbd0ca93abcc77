"""Whether a row of words is denied: "we do not … send data to the US", 我们不把数据传到美国."""

from collections.abc import Mapping, Sequence

from knowledge.negation import CLAUSE, COMMA, STOP, Mark, Stated
from knowledge.tokens import Tokens

_ENDS = COMMA | STOP
_OPEN = ("neutral", "doubt")
_MAY_NOT = frozenset(("不能", "不可以", "不允许", "不让", "禁止", "cannot", "can't", "cant"))
"""What may not be done is no statement of what is done."""
_TAKES = frozenset("把将给向用拿")
"""Between one of these right behind a denial and its verb stands what is done something to: 不把用户数据传出去."""
_OTHERS = frozenset(("竞品", "竞争对手", "同行", "友商", "隔壁", "competitor", "competitors", "rival"))
"""What a clause says of somebody else's product is not said of ours."""
_LEADS_TO = frozenset("来去于作")
"""May stand between a denial and a later part: 不会用来训练."""
_DENIES = frozenset("不没无未非")
_NONE = frozenset(("no", "none"))
_NEAR = 3
"""A denial that ends less than so many units before a later part of the row denies it."""
_FARTHEST = 8
"""Units that may stand between a denial and what it denies."""
_REACH = _FARTHEST + 16
"""So many units before a row a small word may begin that matters to it."""


def of_row(text: Tokens, marks: Mapping[int, Mark], parts: Sequence[tuple[int, int]]) -> Stated:
    """Return True for a row that holds, False for one that is denied, None where words between leave it open."""
    own = {at for part in parts for at in range(*part)}
    near = [(at, marks[at]) for at in range(max(0, parts[0][0] - _REACH), parts[-1][1]) if at in marks]
    ends = {mark.end: (start, mark) for start, mark in near if own.isdisjoint(range(start, mark.end))}
    if any(start < part < mark.end and _cuts(text, mark, part) for start, mark in near for part, _ in parts):
        return None  # 不只给员工用, "not only our staff", 有没有别的影响, 没有新闻证
    if _is_of_others(text, marks, parts[0][0]):
        return None
    if any(_is_denied(text, ends, part, parts[0][1]) for part, _ in parts[1:]):
        return None  # "the site was down, nobody's data leaked"
    if _is_averted(text, marks, parts[0][0], own):
        return None  # 怎样避免数据泄露
    if _is_wished(text, marks, parts[0][0]):
        return None  # "users can turn off the recommendations"
    denial = _before(text, ends, parts[0][0])
    if denial is None:
        return True
    word = text.written(*denial)
    return None if word in _MAY_NOT or (word.endswith("n't") and _begins(text, denial[0])) else False


def _cuts(text: Tokens, mark: Mark, part: int) -> bool:
    """Tell whether a part that begins inside a small word was never said: 有 of 没有, but not 不符合 of 也不符合."""
    return mark.does in _OPEN or (mark.does == "deny" and text.keys[part] not in _DENIES)


def _is_denied(text: Tokens, ends: Mapping[int, tuple[int, Mark]], place: int, first: int) -> bool:
    """Tell whether a denial stands between the end of the `first` part and a later one, with hardly a word between."""
    for at in range(place, max(place - _NEAR, first), -1):
        if at in ends and ends[at][0] >= first and ends[at][1].does == "deny":
            return True
        if text.keys[at - 1] in _ENDS:
            break
    at = place
    while place - at < _FARTHEST and at > first:
        if at not in ends:
            if text.keys[at - 1] not in _LEADS_TO:
                break
            at -= 1
            continue
        at, mark = ends[at]
        if mark.does == "deny":
            return at >= first
        if mark.does not in ("carry", "pass"):
            break
    return False


def _is_of_others(text: Tokens, marks: Mapping[int, Mark], place: int) -> bool:
    """Tell whether the clause has named somebody else before: "a competitor's bot writes e-mails"."""
    for at in range(place - 1, max(-1, place - CLAUSE), -1):
        if text.keys[at] in _ENDS:
            break
        if at in marks and text.written(at, marks[at].end).removesuffix("'s") in _OTHERS:
            return True
    return False


def _is_averted(text: Tokens, marks: Mapping[int, Mark], place: int, own: set[int]) -> bool:
    """Tell whether a row begins behind a word that says to keep it from happening."""
    for at in range(place - 1, max(-1, place - CLAUSE), -1):
        if text.keys[at] in _ENDS:
            break
        if at in marks and at not in own and marks[at].does == "avert":
            return True
    return False


def _is_wished(text: Tokens, marks: Mapping[int, Mark], place: int) -> bool:
    """Tell whether a row begins by doing away with something, behind words that somebody wants or may do so."""
    if place not in marks or "undo" not in marks[place].all:
        return False
    for at in range(place - 1, max(-1, place - CLAUSE), -1):
        if text.keys[at] in _ENDS:
            break
        if at in marks and "wish" in marks[at].all:
            return True
    return False


def _before(text: Tokens, ends: Mapping[int, tuple[int, Mark]], place: int) -> tuple[int, int] | None:
    """Return where the denial stands that a row beginning at `place` is under, if it is under one."""
    at = place
    while at in ends and place - at <= _FARTHEST:
        start, mark = ends[at]
        if mark.does == "deny":
            return start, at
        if mark.does not in ("carry", "join", "pass") or text.keys[at - 1] in _ENDS:
            break
        at = start
    between = {start for start, _ in ends.values()}
    for at in range(place, max(place - _FARTHEST, 0), -1):
        if text.keys[at - 1] in _ENDS:
            return None
        if place - at < _NEAR and at in ends and text.keys[ends[at][0]] in _NONE and not between & {*range(at, place)}:
            return ends[at][0], at  # "no personal data was leaked"
        if text.keys[at - 1 if at == place else at] in _TAKES and at in ends and ends[at][1].does == "deny":
            return ends[at][0], at
    return None


def _begins(text: Tokens, at: int) -> bool:
    return at == 0 or text.keys[at - 1] in _ENDS
