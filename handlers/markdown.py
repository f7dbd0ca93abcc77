"""A document as Markdown, for a wiki or a ticket."""

import re

from handlers.document import Block, Document, Heading, Listing, Paragraph, Run, runs, text

SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def markdown(document: Document) -> str:
    """Return the document as Markdown. What people wrote stays words: nothing of it becomes markup."""
    parts = [f"# {_plain(document.title)}", _plain(document.subtitle), *(_block(block) for block in document.blocks)]
    return "\n\n".join([*parts, "---", _plain(document.foot)]) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_plain(block.words)}"
        case Paragraph():
            return _words(block.words).replace("\n", "  \n")
        case Listing():
            marks = [f"{n}." if block.is_numbered else "-" for n in range(1, len(block.items) + 1)]
            return "\n".join(f"{mark} {_words(item)}" for mark, item in zip(marks, block.items, strict=True))
        case _:
            head = block.head or ("",) * len(block.widths)
            lines = [head, ("---",) * len(block.widths), *block.rows]
            cells = [
                [cell if line == lines[1] else _words(cell).replace("\n", "<br>") for cell in line] for line in lines
            ]
            return "\n".join("| " + " | ".join(line) + " |" for line in cells)


def _words(html: str) -> str:
    return "".join(_run(run) for run in runs(html))


def _plain(html: str) -> str:
    return SPECIAL.sub(r"\\\1", text(html))


def _run(run: Run) -> str:
    words = SPECIAL.sub(r"\\\1", run.words)
    if run.is_bold and words.strip():
        words = f"**{words.strip()}**"
    return f"[{words}]({run.url})" if run.url else words
