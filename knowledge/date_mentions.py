"""Where a text speaks of dates. What they mean is read elsewhere, with the day of the question."""

import re

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    r"(?:20\d\d ?年 ?)?\d{1,2} ?月(?: ?\d{1,2} ?[日号])?|20\d\d ?年(?:底|初|中)?"
    r"|20\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?"
    r"|(?:今|明|后|昨|前|大后)天|(?:下|上|本|这)(?:个|下)?(?:周|星期|礼拜|月|季度|年)"
    r"(?:[一二三四五六日天末初底])?"
    r"|(?:今|明|后|去)年(?:\d{1,2}月)?(?:[年月]?[底初]|[春夏秋冬]天?)?|(?:年|月)底"
    r"|(?:春节|国庆|五一|元旦|中秋)(?:前|后|节)?"
    r"|\b(?:next|last|this|coming) (?:mon|tues?|wednes|thurs?|fri|satur|sun)day\b"
    r"|\b(?:next|last|this|coming) (?:week|month|quarter|spring|summer|autumn|fall|winter|year)\b"
    rf"|\b(?:today|tomorrow|yesterday)\b|\b(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?(?:,? 20\d\d)?\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})(?:,? 20\d\d)?\b|\b(?:{_MONTHS}) 20\d\d\b"
    r"|\bq[1-4](?: 20\d\d)?\b"
)


def mentions(text: str) -> tuple[str, ...]:
    """Return the dates of a normalised text as they stand there, from left to right."""
    return tuple(found[0].strip() for found in _DATE.finditer(text))
