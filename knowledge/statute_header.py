"""What is printed above the first article: title, number, dates and the notes of amendment."""

import contextlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

KINDS = (
    "法|条例|规定|办法|细则|决定|决议|解释|解答|规则|通则|通知|通告|公告|公报|意见|指南|指引|规范|标准|准则|章程|目录|名录|方案|纲要|规划|批复|答复|函"
    "|纪要|要求|修正案|公约|协定|议定书|措施|制度|守则|宪法|法典|清单|说明|声明|宣言|安排|备忘录|问答|要点|程序"
)
"""What the title of a statute ends with."""

_DATE = re.compile(r"(?<!\d)(\d{4}) ?[年./-] ?(\d{1,2}) ?[月./-] ?(\d{1,2})(?: ?日|(?!\d))")
_EFFECTIVE_AFTER = re.compile(rf"自 ?{_DATE.pattern}[ 起]*(?:正式)?(?:施行|实施|执行|生效)")
_EFFECTIVE = re.compile(rf"{_DATE.pattern} ?(?:起 ?)?(?:施行|实施|生效)")
_EFFECTIVE_AT_ONCE = re.compile("自(?:公布|发布|印发)之日起(?:施行|实施|执行|生效)")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,20}[〔\[（(]\d{4}[〕\])）] ?\d{1,4} ?号"
    r"|[\u4e00-\u9fff、 ]{2,60}(?:令|公告) ?(?:[〔\[（(]?\d{4}[〕\])）年]{0,2} ?)?"
    r"第 ?[\d〇零一二三四五六七八九十百]{1,5} ?号"
)
_TITLE = re.compile(rf"《?[^。；;]{{2,90}}?(?:{KINDS})(?: ?[（(][^（）()。]{{1,30}}[）)]){{0,3}}》?")
_DECREE = re.compile(r".{0,60}(?:令|公告)|.{0,80}现?予?(?:公布|发布|印发).{0,80}。")
_NOT_A_TITLE = re.compile(
    r"[（(].*|.*\d{4} ?年.*(?:通过|公布|发布|修订|修正|施行|印发).*|.*第 ?\S{1,6} ?次.*会议.*|根据.*|.*[，：]"
)
_PART = re.compile(r"(?:第 ?\S{1,4} ?编 ?)?(?:总则|附则|分则|\S{1,10}编)|第 ?\S{1,4} ?编(?: ?\S{1,12})?")
_TITLE_AND_PART = re.compile(rf"(?P<title>.{{2,60}}?法典?)[ ·・—-]+(?P<part>{_PART.pattern})")
_NAME_ORNAMENT = re.compile(r"[ _-]*[（(\[]?\d{4}[-.年_]?\d{0,2}[-.月_]?\d{0,2}日?[）)\]]?|\.[A-Za-z]+$|^\d+[ ._、-]+")


LONGEST_NOTE = 160
"""A longer line above the first article is preamble: its dates are not those of the statute."""


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a statute. Dates are None where the text has none."""

    title: str
    part: str = ""
    """The part of a law that is kept in several files: 合同编."""
    number: str = ""
    """As printed: 国家互联网信息办公室令第16号."""
    promulgated: date | None = None
    amended: date | None = None
    effective: date | None = None
    notes: tuple[str, ...] = ()
    """The other lines above the first article, as printed."""

    file_date: date | None = None
    """In the name of the file."""

    @property
    def version(self) -> str:
        """Return the ISO date that tells this version of the law from others; empty when the text names no date.

        It is the last date of enactment or amendment, or the date in the file's name if that is later still.
        """
        enacted = [day for day in (self.amended, self.promulgated, self.file_date) if day]
        return str(max(enacted, default=None) or self.effective or "")


def parse(name: str, head: Sequence[str], tail: Sequence[str]) -> Header:
    """Return the header in the lines `head`; `tail` are the last lines of the statute, where it says when it applies.

    The file's name is the title of a text without one, and its date, as in 网络安全法(2025-10-28).md, the version of an
    undated text.
    """
    title, part, notes = _title(name, head)
    enacted: list[date] = []
    amended: list[date] = []
    for line in notes:
        if len(line) < LONGEST_NOTE and not (_EFFECTIVE.search(line) and len(_dates(line)) == 1):
            (amended if re.search("修[订正改]", line) else enacted).extend(_dates(_EFFECTIVE_AFTER.sub("", line)))
    return Header(
        title=title,
        part=part,
        number=next((found[0] for line in notes if (found := _NUMBER.search(_DATE.sub(" ", line)))), "").strip(),
        promulgated=min(enacted, default=None),
        amended=max(amended, default=None),
        effective=_effective(notes, enacted) or _effective(tail, enacted),
        notes=tuple(notes),
        file_date=next(iter(_dates(name)), None),
    )


def _title(name: str, head: Sequence[str]) -> tuple[str, str, list[str]]:
    """Return title, part and the other lines. A decree that announces a statute stands above the title of it."""
    found: list[tuple[int, int]] = []
    for line in range(len(head)):
        if (not found or line >= sum(found[-1])) and (length := _title_lines(head, line)):
            found.append((line, length))
    if not found:
        plain = _NAME_ORNAMENT.sub("", name.rpartition("/")[2])
        return plain or name, "", list(head)
    is_announced = any(_DECREE.fullmatch(line) for line in head[: found[-1][0]])
    first, length = found[-1 if is_announced else 0]
    title = "".join(head[first : first + length]).strip("《》 ")
    rest = [*head[:first], *head[first + length :]]
    if split := _TITLE_AND_PART.fullmatch(title):
        return split["title"], split["part"], rest
    part = next((line for line in rest if _PART.fullmatch(line)), "")
    return title, part.replace(" ", ""), [line for line in rest if line != part]


def _title_lines(head: Sequence[str], first: int) -> int:
    """Return over how many lines the title runs that begins at line `first`; 0 if none does."""
    for length in (1, 2, 3):
        lines = head[first : first + length]
        if (
            len(lines) < length
            or max(map(len, lines)) > LONGEST_NOTE
            or any(_NOT_A_TITLE.fullmatch(line) or _DATE.search(line) for line in lines)
        ):
            return 0
        if _TITLE.fullmatch("".join(lines)):
            return length
    return 0


def _dates(line: str) -> list[date]:
    """Return the days named in the line; impossible ones are passed over."""
    days = []
    for year, month, day in _DATE.findall(unicodedata.normalize("NFKC", line)):
        with contextlib.suppress(ValueError):
            days.append(date(int(year), int(month), int(day)))
    return days


def _effective(lines: Sequence[str], enacted: Sequence[date]) -> date | None:
    """Return the day from which the statute applies, as its last lines or its notes say it."""
    for line in lines:
        if found := _EFFECTIVE_AFTER.search(line) or _EFFECTIVE.search(line):
            return next(iter(_dates(found[0])), None)
        if _EFFECTIVE_AT_ONCE.search(line):
            return max(enacted, default=None)
    return None
