"""No list, reminder, digest or piece of news breaks a limit of Telegram, however long what people wrote."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_limits import obey
from workweek import Workweek

from handlers import choices, membership, notices
from handlers.texts import Texts

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
KINDS = ("lead", "due", "limit", "overdue", "escalation")
SECTIONS = (*notices.SECTIONS, "provisional", "unowned")
STORE = SimpleNamespace(user=lambda number: SimpleNamespace(name="<b>&" * 16))
words = st.text(max_size=300) | st.sampled_from(["<b>&amp;" * 40, "规" * 300, "😀" * 150, "</blockquote>", "a" * 300])
days = st.sampled_from(["2026-11-20", "2026-11-23", "2026-11-27", "2026-12-18T17:00", "2031-01-01"])
numbers = st.integers(1, 10**9)


def entry(number: int, title: str, day: str, provisional: bool) -> SimpleNamespace:
    due = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return SimpleNamespace(
        id=number,
        title=title,
        safe=day,
        due=day,
        zone="Asia/Shanghai",
        due_at=due,
        owner_id=7,
        backup_id=8,
        provisional=provisional,
    )


both = st.builds(lambda said: {"zh": said, "en": said}, words)
flips = st.fixed_dictionaries(
    {
        "question": both,
        "before": both,
        "now": st.none() | both,
        "since": st.sampled_from([None, "2026-11-20", "2027-03-01"]),
    }
)
entries = st.builds(entry, numbers, words, days, st.booleans())


@pytest.mark.parametrize("lang", ["zh", "en"])
@given(one=entries, kind=st.sampled_from(KINDS), repeated=st.booleans())
def test_every_reminder(lang, one, kind, repeated):
    obey(notices.reminder(kind, one, STORE, NOW, Workweek(), Texts(lang), key="d1:r1:T-0", repeated=repeated))


@pytest.mark.parametrize("lang", ["zh", "en"])
@given(found=st.lists(entries, max_size=40), changes=st.lists(flips, max_size=40))
def test_every_digest(lang, found, changes):
    lists = SimpleNamespace(**dict.fromkeys(SECTIONS, found), changes=changes)
    head = Texts(lang)("notices.digest", day="2026-11-23")
    obey(notices.lists(head, lists, STORE, NOW, Workweek(), Texts(lang)))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("count", [1, 12, 120])
def test_news_of_the_law_says_how_much_is_left_out(library, lang, count):
    both = {"zh": "规" * 60, "en": "rule " * 30}
    flip = {"question": both, "before": both, "now": both, "since": "2027-03-01"}
    reply = notices.law({"flips": [flip] * count}, Texts(lang))
    obey(reply)
    shown = reply.text.count("2027-03-01（周一）起" if lang == "zh" else "From Mon 2027-03-01")
    assert shown == count or str(count - shown) in reply.text.splitlines()[-1]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["main", *choices.TOPICS])
def test_every_screen_of_the_settings(chat_row, lang, name):
    store, row = chat_row
    obey(choices.screen(name, store, row, 0, Texts(lang), 90))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_greeting(lang):
    obey(membership.greeting(Texts(lang), "a_bot_with_a_name_of_32_letters_b"))


@pytest.fixture
def chat_row(store):
    return store, store.chat(-100, "supergroup")
