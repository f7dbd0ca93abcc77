"""The language a message is in: that of its frame, not of the terms in it."""

import re
from functools import lru_cache

from knowledge import pinyin, wording
from knowledge.basics import Lang
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
    words = [word for word in _WORD.findall(text) if word not in _BORROWED]
    if HAN.search(text):
        return False
    frame = wording.listed("english")["frame"].en
    if any(word in frame and word not in _ALSO_PINYIN for word in words):
        return False
    if 2 * sum(word in _english() for word in words) > len(words):
        return False
    syllables = [pinyin.segment(word) for word in words]
    letters = sum(map(len, words))
    read = sum(len(word) for word, parts in zip(words, syllables, strict=True) if parts)
    joined = any(len(parts) > 1 for parts in syllables)
    return letters >= _LEAST_LETTERS and read >= _READ * letters and (joined or len(words) >= _LEAST_WORDS)


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """Return the English words of the wordings: "media data" is no pinyin although both could be."""
    lists = [words.en for name in ("concepts", "intents", "field") for words in wording.listed(name).values()]
    lists.append(wording.listed("english")["like_pinyin"].en)
    return frozenset(word for phrases in lists for phrase in phrases for word in _WORD.findall(phrase))


_BORROWED = ("app", "ai", "h5", "icp", "sdk", "api", "pia", "ip", "vr", "ugc")
_ALSO_PINYIN = ("me", "a", "do", "you", "we", "he", "she", "an", "can", "no", "to", "there")
_LEAST_LETTERS, _LEAST_WORDS, _READ = 6, 4, 0.8
"""Letters and words from which on a text can be pinyin, and the share of letters that must read as syllables."""
