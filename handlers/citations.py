"""Citations as people read them: 《安全评估规定》第3条（1）, 2018 Provisions Art. 3(1), with the official link."""

import re
from collections.abc import Iterable
from html import escape

from knowledge.basics import Lang
from knowledge.library import Library
from knowledge.model import Regulation


def short_title(regulation: Regulation, lang: Lang) -> str:
    """Return the name practitioners use: the first short name, or the title."""
    names = regulation.short.zh if lang == "zh" else regulation.short.en
    return names[0] if names else regulation.title.get(lang)


def number_label(number: str, lang: Lang) -> str:
    """Return an article number as it is written in `lang`: 第287条之一（2）, Art. 287-1(2)."""
    base, bracket, item = number.partition("(")
    if lang == "en":
        return f"Art. {number}"
    main, dash, addition = base.partition("-")
    written = f"第{main}条" + (f"之{_CHINESE[int(addition) - 1]}" if dash and addition.isdigit() else "")
    return written + (f"（{item.rstrip(')')}）" if bracket else "")


_CHINESE = "一二三四五六七八九十"


def listed(library: Library, citations: Iterable[str], lang: Lang, *, links: bool = True) -> str:
    """Return citations as HTML, those of one regulation together, in the order given."""
    grouped: dict[str, list[str]] = {}
    for citation in dict.fromkeys(citations):
        name, _, number = citation.partition("#")
        grouped.setdefault(name, []).append(number)
    parts = [_regulation(library.regulations[name], numbers, lang, links) for name, numbers in grouped.items()]
    return ("；" if lang == "zh" else "; ").join(parts)


def _regulation(regulation: Regulation, numbers: list[str], lang: Lang, links: bool) -> str:
    title = escape(short_title(regulation, lang))
    if links and regulation.url:
        title = f'<a href="{escape(regulation.url, quote=True)}">{title}</a>'
    shown = _without_whole(numbers) if regulation.numbered else []
    if lang == "zh":
        return f"《{title}》" + "、".join(number_label(number, "zh") for number in shown)
    if not shown:
        return title
    return f"{title} {'Art.' if len(shown) == 1 else 'Arts.'} {', '.join(shown)}"


def _without_whole(numbers: list[str]) -> list[str]:
    """Leave out an article that is also cited by paragraph, and order by number."""
    exact = {number.partition("(")[0] for number in numbers if "(" in number}
    kept = [number for number in numbers if number and number not in exact]
    return sorted(kept, key=_order)


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", number))
