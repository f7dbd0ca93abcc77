"""Which statutes and articles a text of law cites: 本法第三十条, 《网络安全法》第二十三条, 民法典第五百零九条."""

import re
from collections.abc import Iterator, Mapping

from knowledge import article_numbers
from knowledge.article_numbers import ARTICLE

_CITATION = re.compile(rf"《(?P<title>[^《》]{{2,60}})》|{ARTICLE}")
_STATE = re.compile("中华人民共和国|[《》〈〉 ]")
_CONTINUED = re.compile(r"[、和及或者至到第款项一二三四五六七八九十（）() ]*")
LONGEST_NAME = 30
"""Characters in which the name of a law is looked for before an article that is cited without 《》."""


def plain_title(title: str) -> str:
    """Return a title as other laws write it: without the name of the state, brackets and spaces."""
    return _STATE.sub("", title)


def cited(text: str, own: int, laws: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """Yield (law, article) for what the text of the law `own` cites; the article is empty where a law is only named.

    `laws` has the plain titles known; the citation of any other law is passed over.
    """
    if "《" not in text and "第" not in text:
        return
    law: int | None = own
    end = -1
    for found in _CITATION.finditer(text):
        if found["title"]:
            law = laws.get(plain_title(found["title"]))
            if law is not None and law != own:
                yield law, ""
        else:
            between = text[end : found.start()] if end >= 0 and found.start() - end <= 12 else None
            if between is None or (between and not _CONTINUED.fullmatch(between)):
                law = _named_before(text, found.start(), own, laws)
                if law is not None and law != own:
                    yield law, ""
            if law is not None and found.start():
                yield law, article_numbers.of(found)
        end = found.end()


def _named_before(text: str, end: int, own: int, laws: Mapping[str, int]) -> int | None:
    """Return the law named directly before `end`, the text's own law where none is named, None for an unknown one."""
    before = text[max(0, end - LONGEST_NAME) : end].rstrip()
    if not before.endswith(("法", "法典", "条例", "规定", "办法", "解释", "细则")) or before.endswith(
        ("本法", "本条例")
    ):
        return own
    for start in range(len(before) - 1):
        law = laws.get(before[start:])
        if law is not None:
            return law
    return None if before.endswith(("法", "法典", "条例")) else own
