"""Dates in English words and in figures, as said on Wednesday 2026-11-25 at 10:00 in Shanghai."""

import pytest
from reading_dates import said

DAYS = {
    "today": "2026-11-25",
    "tomorrow": "2026-11-26",
    "Tomorrow!": "2026-11-26",
    "tmr": "2026-11-26",
    "tommorow": "2026-11-26",
    "day after tomorrow": "2026-11-27",
    "the day after tomorrow": "2026-11-27",
    "yesterday": "2026-11-24",
    "the day before yesterday": "2026-11-23",
    "Friday": "2026-11-27",
    "fri": "2026-11-27",
    "this Friday": "2026-11-27",
    "coming Friday": "2026-11-27",
    "by Friday": "2026-11-27",
    "until Friday": "2026-11-27",
    "due Friday": "2026-11-27",
    "no later than Friday": "2026-11-27",
    "on or before Friday": "2026-11-27",
    "next Monday": "2026-11-30",
    "next Wednesday": "2026-12-02",
    "this Wednesday": "2026-11-25",
    "last Friday": "2026-11-20",
    "Friday next week": "2026-12-04",
    "next week Friday": "2026-12-04",
    "Monday the week after next": "2026-12-07",
    "EOD": "2026-11-25",
    "end of day": "2026-11-25",
    "EOD Friday": "2026-11-27",
    "by eod tomorrow": "2026-11-26",
    "cob Friday": "2026-11-27",
    "next working day": "2026-11-26",
}
MONTH_DAYS = {
    "31 Dec 2026": "2026-12-31",
    "31 December 2026": "2026-12-31",
    "December 31, 2026": "2026-12-31",
    "Dec 31": "2026-12-31",
    "Dec. 31st": "2026-12-31",
    "31st of December": "2026-12-31",
    "31-Dec-2026": "2026-12-31",
    "the first of December": "2026-12-01",
    "December fifteenth": "2026-12-15",
    "twenty-first of December": "2026-12-21",
    "1 March": "2027-03-01",
    "31 January next year": "2027-01-31",
    "1 March 2025": "2025-03-01",
    "the 15th": "2026-12-15",
    "the 31st": "2026-12-31",
    "15th of next month": "2026-12-15",
    "Friday 27 November": "2026-11-27",
    "Friday, November 27, 2026": "2026-11-27",
    "Tuesday the 1st": "2026-12-01",
    "next Friday the 4th": "2026-12-04",
    "Christmas": "2026-12-25",
    "New Year's Day": "2027-01-01",
}
FIGURES = {
    "2026-12-31": "2026-12-31",
    "2026/12/31": "2026-12-31",
    "2026.12.31": "2026-12-31",
    "2026-1-5": "2026-01-05",
    "20261231": "2026-12-31",
    "31.12.2026": "2026-12-31",
    "31/12/2026": "2026-12-31",
    "12/31/2026": "2026-12-31",
    "12/31/26": "2026-12-31",
    "13/4/2027": "2027-04-13",
    "4/4/2027": "2027-04-04",
    "12.31": "2026-12-31",
    "12/31": "2026-12-31",
    "12-31": "2026-12-31",
    "12/25前": "2026-12-25",
    "2028-02-29": "2028-02-29",
    "2026-12-31T17:00": "2026-12-31T17:00",
    "2026-12-31 17:00": "2026-12-31T17:00",
    "2026-12-31 09:00": "2026-12-31T09:00",
    "2026-12-31T17:00:30": "2026-12-31T17:00",
    "2026-12-31T17:00Z": "2027-01-01T01:00",
    "2026-12-01T09:00+09:00": "2026-12-01T08:00",
    "2026/12/31 5pm": "2026-12-31T17:00",
    "2026-12-31T24:00": "2027-01-01T00:00",
}
STRETCHES = {
    "end of November": "2026-11-30",
    "by the end of November": "2026-11-30",
    "end of month": "2026-11-30",
    "EOM": "2026-11-30",
    "month-end": "2026-11-30",
    "end of next month": "2026-12-31",
    "end of year": "2026-12-31",
    "by year end": "2026-12-31",
    "end of 2027": "2027-12-31",
    "end of Q1": "2027-03-31",
    "end of this quarter": "2026-12-31",
    "end of the first quarter": "2027-03-31",
    "end of Feb 2028": "2028-02-29",
    "within December": "2026-12-31",
    "last day of the month": "2026-11-30",
    "last working day of the month": "2026-11-30",
    "first Monday of December": "2026-12-07",
    "third Friday of December": "2026-12-18",
    "last Friday of November": "2026-11-27",
    "first working day of 2027": "2027-01-04 provisional",
    "first day of next month": "2026-12-01",
    "first day of Q1": "2027-01-01",
    "before the end of Q1": "2027-03-31",
}
LENGTHS = {
    "in 3 days": "2026-11-28",
    "in three days": "2026-11-28",
    "within 3 days": "2026-11-28",
    "within the next 3 days": "2026-11-28",
    "3 days from now": "2026-11-28",
    "three days later": "2026-11-28",
    "3 days ago": "2026-11-22",
    "in a week": "2026-12-02",
    "in two weeks' time": "2026-12-09",
    "in a fortnight": "2026-12-09",
    "in a month": "2026-12-25",
    "in 3 months": "2027-02-25",
    "in a year": "2027-11-25",
    "in 3 working days": "2026-11-30",
    "in 10 business days": "2026-12-09",
    "within 30 working days": "2027-01-07 provisional",
    "5 working days after 1 Dec": "2026-12-08",
    "30 days from 2026-12-01": "2026-12-31",
    "within 10 days of 1 December": "2026-12-11",
    "a week from Friday": "2026-12-04",
    "two weeks from tomorrow": "2026-12-10",
    "5 working days before 31 Dec 2026": "2026-12-24",
    "3 days before Christmas": "2026-12-22",
    "in an hour": "2026-11-25T11:00",
    "in 90 minutes": "2026-11-25T11:30",
    "in half an hour": "2026-11-25T10:30",
    "within 24 hours": "2026-11-26T10:00",
}
TIMES = {
    "tmr 5pm": "2026-11-26T17:00",
    "5pm tmr": "2026-11-26T17:00",
    "tomorrow at 5 p.m.": "2026-11-26T17:00",
    "tomorrow 5:30pm": "2026-11-26T17:30",
    "tomorrow at 17:00": "2026-11-26T17:00",
    "tomorrow at 17": "2026-11-26T17:00",
    "tomorrow 09:00": "2026-11-26T09:00",
    "by 5pm on Friday": "2026-11-27T17:00",
    "before 5pm tomorrow": "2026-11-26T17:00",
    "Friday at noon": "2026-11-27T12:00",
    "noon": "2026-11-25T12:00",
    "5pm": "2026-11-25T17:00",
    "tonight at 8": "2026-11-25T20:00",
    "8 in the evening": "2026-11-25T20:00",
    "tomorrow morning at 9": "2026-11-26T09:00",
    "midnight tonight": "2026-11-26T00:00",
    "half past three pm": "2026-11-25T15:30",
    "12pm tomorrow": "2026-11-26T12:00",
    "12am tomorrow": "2026-11-26T00:00",
    "Dec 5 5pm": "2026-12-05T17:00",
    "31 Dec 24:00": "2027-01-01T00:00",
    "tomorrow 5pm Beijing time": "2026-11-26T17:00",
    "tomorrow 17:00 UTC": "2026-11-27T01:00",
    "下周 Friday": "2026-12-04",
    "Friday 上午10点": "2026-11-27T10:00",
    "now": "2026-11-25T10:00",
    "just now": "2026-11-25T10:00",
    "the day after tomorrow 17:30": "2026-11-27T17:30",
}
EVENTS = {
    "within 30 working days of receipt of the notice": "? of receipt of the notice, 30 working-days after",
    "within 4 hours of discovery": "? of discovery, 4 hours after",
    "10 days after launch": "? of launch, 10 days after",
    "5 working days before launch": "? of launch, 5 working-days before",
    "before launch": "? of launch, before-event before",
    "the day we receive the notice": "? of we receive the notice",
    "launch date": "? of launch date",
}


@pytest.mark.parametrize(("text", "meant"), (DAYS | MONTH_DAYS).items())
def test_a_day(text, meant):
    assert said(text) == meant


@pytest.mark.parametrize(("text", "meant"), FIGURES.items())
def test_figures(text, meant):
    assert said(text) == meant


@pytest.mark.parametrize(("text", "meant"), STRETCHES.items())
def test_the_end_or_a_place_in_a_stretch(text, meant):
    assert said(text) == meant


@pytest.mark.parametrize(("text", "meant"), LENGTHS.items())
def test_a_length_of_time(text, meant):
    assert said(text) == meant


@pytest.mark.parametrize(("text", "meant"), TIMES.items())
def test_a_time_of_day(text, meant):
    assert said(text) == meant


@pytest.mark.parametrize(("text", "meant"), EVENTS.items())
def test_a_day_that_hangs_on_an_event_is_asked(text, meant):
    assert said(text) == meant
