"""Tell what a question only names from what the message says: "no AI at all. Must deep synthesis be filed?"."""

import re
from collections.abc import Sequence

from knowledge.library import Library
from knowledge.statements import Span

_WOULD = re.compile(
    r"如果|要是|假如|假设|以后|将来|打算|想要?|准备|计划"
    r"|\b(?:if|when|once|later|plan|plans|planning|want|going to)\b"
)
"""In a clause that asks: what is asked about may come to be."""
_ACTS = re.compile(
    r"(?:加|加上|增加|新增|上|上线|开|开通|开放|做|做个|搞|改|改成|换成|用|接入|引入)(?:一个|个)?$"
    r"|\b(?:add\w*|launch\w*|build\w*|open\w*|start\w*|introduc\w*|mak\w*|us\w*|offer\w*|with)\s+(?:\w+\s+)?$"
)
"""Right before a thing: it is about to be."""
_HANDED_IN = re.compile(
    r"备案|登记|报送|提交|交给|续|到期|\b(?:fil\w+|register\w*|submit\w*|lodge\w*|renew\w*|expire\w*)\b"
)
"""In a clause that asks: the way named has been taken, and what follows is asked."""
_LEAD = 24


_CLASSED = re.compile(
    r"(?:算不算|算是|算作|算|属不属于|是否属于|属于)(?:一种|一个|个)?$"
    r"|\b(?:counts? as|counted as|considered|qualif\w+ as|deemed|regarded as|classed as|treated as)\s+(?:an?\s+)?$"
    r"|\b(?:like|is that|is this|is it|was that|was this|was it)\s+(?:already |really |also )?an?\s+$"
)
"""Right before a thing: it is asked whether something is one."""
_ASKS = re.compile(r"[吗么?]|算不算|属不属于|是否|\b(?:does|do|is|are|would|will|can)\b")


def described(library: Library, text: str, spans: list[Span], asking: Sequence[tuple[int, int]]) -> list[Span]:
    """Return the spans without those that name, in a clause that asks, what the rest of the text denies.

    "We have no live streams, what if we add them?" keeps both: there it is not said what is asked about. So does
    whom it is offered to, which a text may say of one thing and deny of another. Of several ways one that is only named
    in a clause that asks is not taken ("standard contract needed?"), unless it is asked what follows from it.
    """
    denied = {span.fact for span in spans if span.value is False and not _clause(span, asking)}
    denied = {name for name in denied if library.facts[name].stage != "scope"}
    return [
        span
        for span in spans
        if not _is_classed(text, span)
        if not ((span.value is True and span.fact in denied) or _is_way(text, span, spans, asking))
        or not _only_names(text, span, asking)
    ]


def _is_classed(text: str, span: Span) -> bool:
    """Tell whether it is asked whether something counts as what a span names: 转发链接算新闻服务吗."""
    return bool(_CLASSED.search(text[max(0, span.start - _LEAD) : span.start]) and _ASKS.search(text))


def _is_way(text: str, span: Span, spans: Sequence[Span], asking: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a span names one of several ways that is not said to be taken: another is, or nothing follows."""
    if not (span.is_name and isinstance(span.value, str)):
        return False
    clause = _clause(span, asking)
    other = any(told.fact == span.fact and told.value != span.value and not _clause(told, asking) for told in spans)
    return other or not (clause and _HANDED_IN.search(text, *clause))


def _only_names(text: str, span: Span, asking: Sequence[tuple[int, int]]) -> bool:
    clause = _clause(span, asking)
    if clause is None or _WOULD.search(text, *clause):
        return False
    return not _ACTS.search(text[max(clause[0], span.start - _LEAD) : span.start])


def _clause(span: Span, asking: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the clause that asks and holds a span."""
    return next((place for place in asking if place[0] <= span.start and span.end <= place[1]), None)
