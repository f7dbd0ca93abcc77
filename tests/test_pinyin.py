"""The table of readings and what is made of it. `python tests/test_pinyin.py` writes the table anew."""

import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from knowledge import pinyin

TABLE = Path(pinyin.__file__).parent / "wording" / "pinyin.txt"
HEADING = "# Toneless pinyin of GB 2312: a syllable, the characters usually read so, those that are sometimes."
SEVERAL = (
    "长重行会传乐调弹数载降系得还率假称参露血薄角给校单藏便更当处种中为相应间供量强省盛识提查朝差尽都干观划将结解禁"
    "觉卡空落累没模难宁奇切曲散色什宿拓削旋饮转钻作谁择粘秘埋泊勒约和扫少上舍着只正"
)
"""Characters whose other readings are in daily use."""


def readings(character: str) -> list[str]:
    """Return the toneless readings that pypinyin has for a character, the usual one first."""
    found = [lazy_pinyin(character)[0].replace("ü", "v")]
    for accented in PINYIN_DICT.get(ord(character), "").split(","):
        letters = unicodedata.normalize(
            "NFC",
            "".join(c for c in unicodedata.normalize("NFD", accented) if not unicodedata.combining(c) or c == "\u0308"),
        )
        syllable = letters.replace("ü", "v").replace("ê", "e")
        if syllable and syllable not in found:
            found.append(syllable)
    return [syllable for syllable in found if syllable.isascii() and syllable.isalpha()]


def table() -> str:
    """Return the text of the table as it follows from pypinyin."""
    usual, other = defaultdict(list), defaultdict(list)
    for code in range(0xB0A1, 0xF7FF):
        try:
            character = code.to_bytes(2, "big").decode("gb2312")
        except UnicodeDecodeError:
            continue
        known = readings(character)
        if known:
            usual[known[0]].append(character)
            for syllable in known[1:3] if character in SEVERAL else []:
                other[syllable].append(character)
    lines = [HEADING]
    for syllable in sorted(set(usual) | set(other)):
        lines.append(f"{syllable} {''.join(usual[syllable]) or '-'} {''.join(other[syllable])}".rstrip())
    return "\n".join(lines) + "\n"


def test_the_table_is_what_pypinyin_says():
    assert TABLE.read_text(encoding="utf-8") == table()


@pytest.mark.parametrize(
    ("text", "sound"),
    [("备案", "bei an"), ("备按", "bei an"), ("小程续", "xiao cheng xu"), ("App备案", "A p p bei an")],
)
def test_sound(text, sound):
    assert pinyin.sound(text) == sound


def test_a_word_has_all_its_readings():
    assert "dan mu" in pinyin.sounds("弹幕")
    assert {"zhang qi", "chang qi"} <= set(pinyin.sounds("长期"))


@pytest.mark.parametrize(
    ("letters", "syllables"),
    [
        ("gongneng", ("gong", "neng")),
        ("xi'an", ("xi", "an")),
        ("fangdong", ("fang", "dong")),
        ("website", ()),
        ("", ()),
    ],
)
def test_segment(letters, syllables):
    assert pinyin.segment(letters) == syllables


@given(st.text(alphabet="abcdeghinouz'", max_size=60))
def test_syllables_spell_the_letters(letters):
    found = pinyin.segment(letters)
    assert not found or "".join(found) == letters.replace("'", "")


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
