"""Chinese numerals as numbers."""

import re

from knowledge import date_words as words

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
POWERS = {"十": 10, "百": 100, "千": 1000}


def number(text: str) -> int:
    """Return the number that digits or a numeral write: 30, 三十, 一百二十, 两. Raises Refused for 三五, "3 to 5"."""
    if text.isascii():
        return int(text)
    if re.search("[百千][一二两三四五六七八九]$", text):  # 一百五 is 150 in speech and 105 in nobody's
        raise words.vague()
    total, digit, last = 0, None, 10_000
    for sign in text.replace("廿", "二十").replace("卅", "三十"):
        if sign in POWERS:
            power = POWERS[sign]
            if power >= last or (digit is None and power != 10):
                raise words.vague()
            total += (1 if digit is None else digit) * power
            digit, last = None, power
        elif sign in "零〇" and digit is None:
            last, digit = min(last, 100), None if total else 0
        elif digit in (None, 0):
            digit = DIGITS[sign]
        else:
            raise words.vague()
    return total + (digit or 0)


def year(text: str) -> int:
    """Return a year written digit by digit: 2026, 二〇二六."""
    return int("".join(str(DIGITS.get(sign, sign)) for sign in text))
