"""Since when a law applies: the answer to "when did the Cybersecurity Review Measures take effect?"."""

from datetime import date
from functools import lru_cache

from knowledge import counting_words, statements, wording
from knowledge.basics import Text
from knowledge.features import content, features
from knowledge.library import Library
from knowledge.model import Regulation
from knowledge.passages import Passage
from knowledge.reading import Reading
from knowledge.tokens import key, tokens

_ASKED = "effective"
"""The meaning that words of coming into force share, in `wording/concepts.yaml`."""


def asked_of(library: Library, read: Reading) -> Regulation | None:
    """Return the law of which a question asks since when it applies, and nothing else."""
    laws = {citation.partition("#")[0] for citation in read.citations}
    units = tokens(read.text)
    if len(laws) != 1 or any("#" in citation for citation in read.citations) or f"~{_ASKED}" not in features(units):
        return None
    law = library.regulations[next(iter(laws))]
    hits = statements.known(library).longest(units)
    name = {at for hit in hits for kind, _, _ in hit.tags if kind == "regulation" for at in range(hit.start, hit.end)}
    left = {at for start, end in content(units, (_ASKED,)) for at in range(start, end)} - name
    says_more = any(units.keys[at] not in _small() for at in left)
    return law if (law.effective is not None or law.status == "draft") and not says_more else None


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    lists = wording.listed("english")
    return frozenset(map(key, (*lists["empty"].en, *lists["frame"].zh)))


def since_when(law: Regulation, day: date) -> Passage:
    """Return since when a law applies, as of `day`, with its dates."""
    if law.effective is None:
        said = [Text("没有生效，只是征求意见稿，施行日期未定", "Not in force: it is a draft, and no date is set")]
    else:
        begins = counting_words.day(law.effective)
        said = [Text(f"自{begins.zh}起施行", f"Since {begins.en}")]
        if law.effective > day:
            said = [Text(f"还没有，自{begins.zh}起施行", f"Not yet: from {begins.en}")]
    if law.promulgated is not None:
        issued = counting_words.day(law.promulgated)
        said.append(Text(f"{issued.zh}公布", f"issued on {issued.en}"))
    for when in law.amended:
        changed = counting_words.day(when)
        said.append(Text(f"{changed.zh}修改", f"amended on {changed.en}"))
    if law.repealed is not None:
        ended = counting_words.day(law.repealed)
        said.append(Text(f"{ended.zh}起废止", f"repealed from {ended.en}"))
    body = Text("；".join(part.zh for part in said) + "。", "; ".join(part.en for part in said) + ".")
    return Passage("regulation", law.title, body, (_article(law),), note=law.note)


def _article(law: Regulation) -> str:
    """Return the article that says when the law begins, as far as one is known; else the law."""
    for article in reversed(law.articles):
        if law.numbered and ("施行" in article.gist.zh or "effective" in article.topics):
            return f"{law.id}#{article.number}"
    return law.id
