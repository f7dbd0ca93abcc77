"""A document as .docx: A4, fonts for both scripts, numbered pages, tables that a lawyer would file."""

from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from handlers.document import Block, Document, Heading, Listing, Paragraph, Table, runs, text

BODY, TITLES = ("Times New Roman", "宋体"), ("Arial", "黑体")
"""Fonts for Latin and for Chinese letters, which every office program has or replaces by its like."""
INK, LINK, RULE, SHADE = RGBColor(0x22, 0x22, 0x22), RGBColor(0x1F, 0x4E, 0x79), "999999", "F2F2F2"
WIDTH_CM = 16.0
HANGING = Cm(0.64)
"""How far items of a list are moved in, with and without numbers."""


def word(document: Document, at: datetime) -> bytes:
    """Return the document as a .docx file; `at` is when it was made."""
    file = docx.Document()
    _page(file)
    _fonts(file)
    _properties(file, document, at)
    _title(file, document)
    for block in document.blocks:
        _block(file, block)
    _foot(file, document)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _page(file: Docx) -> None:
    section = file.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.3)


def _fonts(file: Docx) -> None:
    normal = file.styles["Normal"]
    _font(normal, BODY, 10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.25
    for name, size, before in (("Title", 20, 0), ("Heading 1", 13, 14), ("Heading 2", 11, 10)):
        style = file.styles[name]
        _font(style, TITLES, size, bold=True)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Number"):
        file.styles[name].paragraph_format.space_after = Pt(3)


def _font(style: Any, fonts: tuple[str, str], size: float, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = fonts[0], Pt(size), bold
    style.font.color.rgb = INK
    found = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        found.attrib.pop(qn(f"w:{theme}"), None)
    for part, font in (("w:ascii", fonts[0]), ("w:hAnsi", fonts[0]), ("w:eastAsia", fonts[1])):
        found.set(qn(part), font)


def _properties(file: Docx, document: Document, at: datetime) -> None:
    properties = file.core_properties
    properties.title, properties.subject = text(document.title), text(document.subtitle)[:250]
    properties.author = properties.last_modified_by = "Redline"
    properties.created = properties.modified = at.replace(tzinfo=None)
    properties.language = "zh-CN" if document.lang == "zh" else "en"
    properties.comments = ""


def _title(file: Docx, document: Document) -> None:
    title = file.add_paragraph(style="Title")
    _border(title, "bottom")
    _fill(title, document.title)
    subtitle = file.add_paragraph()
    _fill(subtitle, document.subtitle, size=12)
    subtitle.paragraph_format.space_after = Pt(10)


def _block(file: Docx, block: Block) -> None:
    match block:
        case Heading():
            _fill(file.add_paragraph(style=f"Heading {block.level}"), block.words)
        case Paragraph():
            _fill(file.add_paragraph(), block.words, size=9 if block.is_small else None)
        case Listing():
            for number, item in enumerate(block.items, 1):
                if block.is_numbered:  # written out: numbered lists of one style would count on across chapters
                    paragraph = file.add_paragraph()
                    shape = paragraph.paragraph_format
                    shape.left_indent, shape.first_line_indent = HANGING, -HANGING
                    shape.space_after = Pt(3)
                    _fill(paragraph, f"{number}.\t{item}")
                else:
                    _fill(file.add_paragraph(style="List Bullet"), item)
        case Table():
            _table(file, block)


def _table(file: Docx, block: Table) -> None:
    table = file.add_table(rows=0, cols=len(block.widths), style="Table Grid")
    table.autofit = False
    _frame(table)
    shares = [WIDTH_CM * width / sum(block.widths) for width in block.widths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Cm(share)
    for row, cells in enumerate([*([block.head] if block.head else []), *block.rows]):
        line = table.add_row()
        _keep_whole(line)
        for column, words in enumerate(cells):
            cell = line.cells[column]
            cell.width = Cm(shares[column])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            paragraph.paragraph_format.line_spacing = 1.1
            is_head = bool(block.head) and row == 0
            _fill(paragraph, f"<b>{words}</b>" if is_head else words, size=9.5)
            if is_head or (not block.head and column == 0):
                _shade(cell)
        if block.head and row == 0:
            _repeat(line)
    file.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill(paragraph: Any, html: str, size: float | None = None) -> None:
    for run in runs(html):
        written = _linked(paragraph, run.url) if run.url.startswith("http") else paragraph.add_run()
        for number, line in enumerate(run.words.split("\n")):
            if number:
                written.add_break()
            written.add_text(line)
        written.bold = True if run.is_bold else None
        if size is not None:
            written.font.size = Pt(size)


def _linked(paragraph: Any, url: str) -> Any:
    """Return a new run that is a link."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run()
    link.append(run._r)
    paragraph._p.append(link)
    run.font.color.rgb = LINK
    return run


def _foot(file: Docx, document: Document) -> None:
    foot = file.sections[0].footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _border(foot, "top")
    _fill(foot, f"{document.foot}  ·  ", size=8)
    for number, field in enumerate(("PAGE", "NUMPAGES")):
        if number:
            foot.add_run(" / ").font.size = Pt(8)
        for kind, words in (("begin", ""), ("", field), ("separate", ""), ("shown", "1"), ("end", "")):
            run = foot.add_run(words if kind == "shown" else "")
            run.font.size = Pt(8)
            if kind != "shown":
                run._r.append(_field(kind, words))


def _field(kind: str, words: str) -> Any:
    if kind:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
        return part
    part = OxmlElement("w:instrText")
    part.set(qn("xml:space"), "preserve")
    part.text = words
    return part


def _border(paragraph: Any, side: str) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "6"), ("color", RULE)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _frame(table: Any) -> None:
    """Draw thin grey lines around the cells."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
