"""The language a message is in: that of its frame, not of the terms in it."""

import re

from knowledge import pinyin, wording
from knowledge.model import Lang
from knowledge.normalise import HAN

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


def language(text: str, hint: Lang | None = None) -> Lang:
    """Return the language of a normalised text; pinyin is Chinese. `hint` decides where the text does not."""
    words = _WORD.findall(text)
    han = len(HAN.findall(text))
    if not han:
        return "zh" if is_pinyin(text) or (not words and hint == "zh") else "en" if words else hint or "zh"
    if not words:
        return "zh"
    frame = wording.listed("english")["frame"]
    frame_zh = sum(text.count(character) for character in frame.zh)
    frame_en = sum(word in frame.en for word in words)
    if frame_zh != frame_en:
        return "zh" if frame_zh > frame_en else "en"
    return "zh" if han >= len(words) else "en"


def is_pinyin(text: str) -> bool:
    """Tell whether a text without Chinese characters is Chinese in letters: "danmu yao beian me"."""
    words = [word for word in _WORD.findall(text) if word not in ("app", "ai", "h5", "icp", "sdk", "api")]
    if not words or HAN.search(text):
        return False
    frame = wording.listed("english")["frame"].en
    english = sum(word in frame and word not in ("me", "a", "do", "you", "we") for word in words)
    letters = sum(map(len, words))
    read = sum(len(word) for word in words if pinyin.segment(word))
    return english == 0 and read >= 0.8 * letters and letters >= 6 and any(len(pinyin.segment(w)) > 1 for w in words)
