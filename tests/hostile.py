"""What somebody may send who means no good, or has a cat on the keyboard: texts of every shape, and forged data."""

from hypothesis import strategies as st
from telegram.ext import CallbackQueryHandler

from handlers import table

LONGEST = 4096
BITS = (
    "评估", "安全评估", "要不要", "没有", "不", "第三十八条", "第287条之一", "个人信息保护法", "《", "》", "，", "？",
    "一百二十万用户", "2025年3月上线", "明天", "每周一", "T-3", "個人資訊", "anquan pinggu",
    "assessment", "do we need", "not", "no longer", "voice chat", "PIPL 38", "art. 38", "1,000,000 users",
    "31.02.2026", "2026-02-30", "within 30 working days of", "every Monday at 9",
    "<b>", "</b>", "&amp;", "<a href='x'>", "&", '"', "'", "\\", "`", "{}", "{0}", "%s", "%", "__", "*", "#",
    "@redline_bot", "@", "/ask", "/", "(", ")", "[", "]", "((((", ":", ";", "--", "-1", "+", "=",
    "\u200b", "\u200d", "\u202e", "\ufeff", "\u0301", "\x00", "\x1f", "\n", "\t", "😀", "🇨🇳", "🏳️‍🌈",
    "ﷺ", "ﬃ", "①", "½", "ｆｕｌｌ", "カ", "가", "ا", "à", "0", "1", "9" * 30, "1" * 400, "1e400",
    "SELECT", "NEAR(", "AND", "OR", "^", "title:", "null", "None", "NaN", "true", "../../etc/passwd", "$(id)",
)  # fmt: skip
"""Words that the bot reads, signs that mean something somewhere, and characters that break what counts them."""

_characters = st.characters(exclude_categories=["Cs"])
_bits = st.sampled_from(BITS)


@st.composite
def _repeated(draw: st.DrawFn) -> str:
    bit = draw(st.one_of(_bits, st.text(_characters, min_size=1, max_size=12)))
    times = draw(st.sampled_from([2, 50, LONGEST]))
    return (bit + draw(st.sampled_from(["", " "]))) * times


@st.composite
def _joined(draw: st.DrawFn) -> str:
    between = draw(st.sampled_from(["", " ", "\n", "，"]))
    return between.join(draw(st.lists(_bits, min_size=1, max_size=40)))


texts = st.one_of(_joined(), _repeated(), st.text(_characters, min_size=1, max_size=200)).map(lambda text: cut(text))


def cut(text: str) -> str:
    """Return as much of a text as Telegram would let through; never an empty one."""
    shorter = text.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore")
    return shorter if shorter.strip() else "?"


@st.composite
def commands(draw: st.DrawFn) -> str:
    """A command of the table with anything behind it."""
    name = draw(st.sampled_from([command.name for command in table.COMMANDS]))
    return cut(f"/{name} {draw(st.one_of(st.just(''), texts))}".rstrip() or f"/{name}")


@st.composite
def presses(draw: st.DrawFn) -> str:
    """Data of a button: whatever a pattern of ours accepts, or anything of at most 64 bytes."""
    patterns = [
        handler.pattern.pattern
        for handler in table.handlers()
        if isinstance(handler, CallbackQueryHandler) and handler.pattern is not None
    ]
    ours = st.one_of([st.from_regex(pattern, fullmatch=True) for pattern in patterns])
    data = draw(st.one_of(ours, st.text(_characters, max_size=64)))
    return data.encode()[:64].decode("utf-8", "ignore")
