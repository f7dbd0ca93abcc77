"""Files of statutes as lines of plain text: .txt, .md, .docx and .html, read without trusting them.

A file is bytes and a name. What comes back are paragraphs, cleaned of marks nobody sees: zero-width characters, odd
spaces, the Kangxi radicals that copying from a PDF leaves in place of common characters.
"""

import html
import io
import re
import unicodedata
import zipfile
import zlib
from xml.parsers import expat

FILE_LIMIT = 20_000_000
"""Bytes of one file. The longest code of the country has 0.5 million."""
TEXT_LIMIT = 60_000_000
"""Bytes of the text inside a .docx once unpacked."""
LINE_LIMIT = 50_000
"""Characters of one paragraph. No paragraph of law comes near a tenth of it."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_SIMPLE_RADICALS = dict(
    zip("⺠⻄⻅⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻩⻬⻰", "民西见贝车长门青页风飞食马鱼鸟黄齐龙", strict=True)
)
"""Radicals that NFKC does not know as characters."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PAGE_NUMBER = re.compile(r"[-—–－] ?\d{1,4} ?[-—–－]")

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---(?:\n|\Z)", re.S)
_MARKUP = re.compile(r"^[ \t]{0,3}(?:#{1,6}(?=[ \t第])|>|[-*+](?= )|```.*|\|?(?:[-:| ]*---[-:| ]*))[ \t]*", re.M)
_HASHES = re.compile(r"^#{1,6}[ \t]+", re.M)
_RARE_MARKUP = (
    (" #", re.compile(r"[ \t]#+$", re.M), ""),
    ("|", re.compile(r"^ *\|(.*)$", re.M), lambda row: row[1].replace("|", " ")),
    ("[", re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)"), r"\1"),
    ("*", re.compile(r"\*\*|(?<![*\w])\*(?=[^\s*])|(?<=[^\s*])\*(?![*\w])"), ""),
    ("__", re.compile("__"), ""),
    ("`", re.compile("`"), ""),
    ("\\", re.compile(r"\\([\\`*_{}\[\]()#+.!>|-])"), r"\1"),
)
"""The mark that shows it is there, the pattern, what is kept of it."""

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<silent>script|style|noscript|template|nav|footer|aside|select|button|svg|head)\b.*?(?:</(?P=silent)\s*>|\Z)"
    r"|<[/!?]?(?P<name>[a-z][a-z0-9]*)?(?:\"[^\"]*\"|'[^']*'|[^'\">])*>?",
    re.S | re.I,
)
_INLINE = frozenset(
    ["a", "b", "big", "em", "font", "i", "ins", "mark", "s", "small", "span", "strong", "sub", "sup", "u", "wbr"]
)
_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})</title", re.I)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I)


class StatuteError(ValueError):
    """A file cannot be read as a statute. The message is one line: what was found, what was expected."""


def read(name: str, data: bytes) -> list[str]:
    """Return the paragraphs of the file `name` with the content `data`, cleaned, none of them empty.

    Raises StatuteError for a kind of file that is not known, another encoding than UTF-8 or GB18030, a file that is
    damaged or too large, and one that asks its reader for more than text.
    """
    kind = name.rpartition(".")[2].lower()
    reader = READERS.get(kind)
    if reader is None:
        raise StatuteError(
            f"cannot read .{kind[:10]} files. Known kinds: {', '.join('.' + known for known in READERS)}"
        )
    if len(data) > FILE_LIMIT:
        raise StatuteError(f"{len(data):,} bytes; the limit is {FILE_LIMIT:,}")
    lines = [line for raw in _clean(reader(data)).splitlines() if (line := " ".join(raw.split()))]
    lines = [line for line in lines if len(line) > 10 or not _PAGE_NUMBER.fullmatch(line)]
    longest = max(map(len, lines), default=0)
    if longest > LINE_LIMIT:
        raise StatuteError(f"a paragraph of {longest:,} characters; the limit is {LINE_LIMIT:,}")
    if not lines:
        raise StatuteError("no text in it")
    return lines


def _clean(text: str) -> str:
    """Return the text without invisible characters and with the common form of each character."""
    return _RADICAL.sub(_common, _INVISIBLE.sub("", text))


def _common(radical: re.Match[str]) -> str:
    """Return the character that looks like the radical."""
    return _SIMPLE_RADICALS.get(radical[0]) or unicodedata.normalize("NFKC", radical[0])


def _decode(data: bytes) -> str:
    """Return bytes as text: UTF-8 with or without its mark, or GB18030. Raises StatuteError for anything else."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise StatuteError("UTF-16; expected UTF-8 or GB18030. Save the file as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise StatuteError(f"neither UTF-8 nor GB18030 (byte {error.start}). Save the file as UTF-8.") from None
        if not set("的条第一人") & set(text):  # other encodings decode too, into characters no statute is made of
            raise StatuteError(
                f"neither UTF-8 nor Chinese in GB18030 (byte {error.start}). Save the file as UTF-8."
            ) from None
    if found := _CONTROL.search(text):
        raise StatuteError(f"not a text file (character {found.start()} is U+{ord(found[0]):04X})")
    return text


def _plain(data: bytes) -> str:
    """Return the text, without the marks of headings: Markdown is often saved as .txt."""
    return _HASHES.sub("", _decode(data))


def _markdown(data: bytes) -> str:
    """Return Markdown without its marks; of a table row, the cells."""
    text = _FRONT_MATTER.sub("", "\n".join(_decode(data).splitlines()))
    text = _MARKUP.sub("", _COMMENT.sub("", text))
    for mark, pattern, kept in _RARE_MARKUP:
        if mark in text:
            text = pattern.sub(kept, text)
    return html.unescape(text)


def _html(data: bytes) -> str:
    """Return the blocks of text of a page, its title first. Scripts, styles and navigation are left out."""
    declared = _CHARSET.search(data[:2000])
    if declared and declared[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
        data = data.decode("gb18030", "replace").encode()
    text = _decode(data)
    title = _TITLE.search(text)
    body = _TAG.sub(_gap, " ".join(text.split()))
    return html.unescape(re.split(r"[_|-]", title[1])[0] + "\n" + body if title else body)


def _gap(tag: re.Match[str]) -> str:
    """Return what a tag leaves in the text: nothing inside a line, else the end of the block."""
    name = tag["name"]
    return "" if name and name.lower() in _INLINE else "\n"


def _docx(data: bytes) -> str:
    """Return the paragraphs of a Word document, as they stand after its tracked changes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = archive.getinfo("word/document.xml")
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise StatuteError("damaged .docx: packed in a way Word does not use")
            if member.file_size > TEXT_LIMIT:
                raise StatuteError(f"unpacks to more than {TEXT_LIMIT:,} bytes")
            with archive.open(member) as file:
                xml = file.read(TEXT_LIMIT + 1)  # the size that the archive states may be a lie
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error):
        raise StatuteError("not a .docx file, or a damaged or locked one") from None
    if len(xml) > TEXT_LIMIT:
        raise StatuteError(f"unpacks to more than {TEXT_LIMIT:,} bytes")
    return "\n".join(_Paragraphs().read(xml))


class _Paragraphs:
    """Collects the text of the paragraphs of word/document.xml."""

    NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
    SKIPPED = frozenset(
        [NAMESPACE + "moveFrom", "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"]
    )

    def __init__(self) -> None:
        self.done: list[str] = []
        self.open: list[list[str]] = []  # a text box holds paragraphs inside a paragraph
        self.in_text = False
        self.skipped = 0

    def read(self, xml: bytes) -> list[str]:
        """Return the paragraphs. Raises StatuteError for XML that is damaged or declares a document type."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise StatuteError(f"damaged .docx: {expat.ErrorString(error.code)}") from None
        return self.done

    def _refuse(self, *_: object) -> None:
        raise StatuteError("the .docx declares XML entities, which Word never does")

    def _start(self, name: str, _: dict[str, str]) -> None:
        if name in self.SKIPPED or self.skipped:
            self.skipped += 1
        elif name == self.NAMESPACE + "p":
            self.open.append([])
        elif self.open:
            self.in_text = name == self.NAMESPACE + "t"
            if name in (self.NAMESPACE + "br", self.NAMESPACE + "cr"):
                self.open[-1].append("\n")
            elif name == self.NAMESPACE + "tab":
                self.open[-1].append(" ")

    def _end(self, name: str) -> None:
        self.in_text = False
        if self.skipped:
            self.skipped -= 1
        elif name == self.NAMESPACE + "p" and self.open:
            self.done.extend("".join(self.open.pop()).split("\n"))

    def _text(self, text: str) -> None:
        if self.in_text and self.open:
            self.open[-1].append(text)


READERS = {"txt": _plain, "md": _markdown, "docx": _docx, "html": _html, "htm": _html, "markdown": _markdown}
