"""Files of statutes read without trusting them."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import statute_text
from knowledge.statute_text import StatuteError

LINES = ["灯笼办法", "第一条 为了照亮街道，制定本办法。", "第二条 灯笼应当登记。"]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str, prologue: str = "", member: str = "word/document.xml") -> bytes:
    """Return a .docx with the XML `body`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, f'<?xml version="1.0"?>{prologue}<w:document xmlns:w="{WORD}">{body}</w:document>')
    return file.getvalue()


def written_by_word() -> bytes:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


MARKDOWN = f"---\nx: y\n---\n# {LINES[0]}\n\n**第一条** {LINES[1][4:]}\n\n- {LINES[2]}\n<!-- end -->"
PAGE = """<!DOCTYPE html><html><head><title>灯笼办法_灯笼网</title><style>p {color: red}</style></head><body>
<nav><a href="/">首页</a></nav><script>var x = "第九条 假的。";</script><!-- <p>第八条 假的。</p> -->
<div title="a>b"><p>第一条 为了照亮<b>街道</b>，制定本&#21150;法。</p>
<p>第二条&nbsp;灯笼<span>应当</span>登记。</p></div></body></html>"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.txt", "\n".join(LINES).encode(), id="UTF-8"),
        pytest.param("a.txt", "\n".join(LINES).encode("utf-8-sig"), id="UTF-8 with its mark"),
        pytest.param("a.TXT", "\r\n".join(LINES).encode("gb18030"), id="GB18030"),
        pytest.param(
            "a.txt", "\n\n".join(f"\u200b　{line}\u00a0" for line in LINES).encode(), id="invisible characters"
        ),
        pytest.param(
            "a.md",
            f"---\nx: y\n---\n# {LINES[0]}\n\n**第一条** {LINES[1][4:]}\n\n- {LINES[2]}\n<!-- end -->".encode(),
            id="Markdown",
        ),
        pytest.param("a.html", PAGE.encode(), id="a page"),
        pytest.param(
            "a.htm", PAGE.replace("<head>", "<head><meta charset=gb2312>").encode("gb18030"), id="a page in GB2312"
        ),
        pytest.param("a.docx", written_by_word(), id="Word"),
    ],
)
def test_every_kind_of_file_gives_the_same_lines(name: str, content: bytes):
    assert statute_text.read(name, content) == LINES


def test_radicals_left_by_a_pdf_become_common_characters():
    assert statute_text.read("a.txt", "第⼀条 ⼈⺠法院。".encode()) == ["第一条 人民法院。"]


def test_tracked_changes_show_the_text_as_it_now_stands():
    body = (
        "<w:body><w:p><w:r><w:t>第一条 </w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p></w:body>"
    )
    assert statute_text.read("a.docx", word(body)) == ["第一条 新"]


def big_bang() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (statute_text.TEXT_LIMIT + 10))
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param(
            "a.pdf", lambda: b"%PDF", "cannot read .pdf files. Known kinds: .txt, .md, .docx, .html", id="a PDF"
        ),
        pytest.param("noname", lambda: b"x", "cannot read", id="no extension"),
        pytest.param("a.txt", lambda: b"", "no text in it", id="an empty file"),
        pytest.param("a.txt", lambda: "第一条 甲".encode("utf-16"), "UTF-16; expected UTF-8 or GB18030", id="UTF-16"),
        pytest.param("a.txt", lambda: "第一條 燈籠應當登記".encode("big5"), "neither UTF-8 nor", id="Big5"),
        pytest.param("a.txt", lambda: b"\x00\x01\x02binary", "not a text file", id="binary"),
        pytest.param("a.txt", lambda: bytes(range(128, 256)) * 9, "neither UTF-8 nor", id="noise"),
        pytest.param(
            "a.txt", lambda: ("第一条 " + "甲" * 60_000).encode(), "a paragraph of 60,004 characters", id="a huge line"
        ),
        pytest.param("a.txt", lambda: b" " * 20_000_001, "20,000,001 bytes; the limit is", id="a huge file"),
        pytest.param("a.docx", lambda: b"not a zip", "not a .docx file", id="no archive"),
        pytest.param(
            "a.docx",
            lambda: word("", member="../../word/document.xml"),
            "not a .docx file",
            id="a path out of the archive",
        ),
        pytest.param("a.docx", lambda: word("<w:p>"), "damaged .docx", id="broken XML"),
        pytest.param(
            "a.docx",
            lambda: word("<w:body/>", '<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
            "declares XML entities",
            id="entities",
        ),
        pytest.param("a.docx", big_bang, "unpacks to more than", id="a zip bomb"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(name: str, content: Callable[[], bytes], reason: str):
    with pytest.raises(StatuteError) as refused:
        statute_text.read(name, content())
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str):
    try:
        lines = statute_text.read(name, content)
    except StatuteError:
        return
    assert all(lines)


@given(st.text(st.sampled_from("<>!-'\"/ap =&;第条"), max_size=80))
def test_any_page_is_read_or_refused(page: str):
    assert statute_text.read("a.html", f"灯笼法<br>{page}".encode())[0].startswith("灯笼法")


@pytest.mark.parametrize(
    "pattern", ["<!--", "<a '", '<a "', "<script", "<", "&", "</script ", "<p><b>", "甲，\n", "[a]("]
)
@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_a_file_made_to_be_slow_is_read_in_step_with_its_length(name: str, pattern: str):
    with suppress(StatuteError):
        statute_text.read(name, (pattern * (200_000 // len(pattern))).encode())
