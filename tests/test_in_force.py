"""Since when laws apply."""

from datetime import date

import pytest

from knowledge import in_force
from knowledge.answer import answer
from knowledge.reading import read

DAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("when did the Cybersecurity Review Measures take effect?", "Since 15 Feb 2022"),
        ("公安机关互联网安全监督检查规定什么时候生效", "自2018年11月1日起施行"),
        ("is the Telecom Licence Measures already in force?", "Since 1 Sep 2017"),
        ("数字虚拟人信息服务管理办法现在生效了吗", "只是征求意见稿"),
    ],
)
def test_a_law_that_is_named_says_since_when_it_applies(library, text, said):
    found = answer(library, text, DAY)
    (passage,) = found.passages
    assert passage.body.get(found.lang).startswith(said) or said in passage.body.get(found.lang)


def test_every_law_says_it_in_both_languages(library):
    for law in library.regulations.values():
        for text in (f"{law.title.zh}什么时候生效", f"when did {law.title.en} take effect?"):
            said = " ".join(part for passage in answer(library, text, DAY).passages for part in (passage.body.zh,))
            assert str(law.effective.year) if law.effective else "没有" in said, text


@pytest.mark.parametrize(
    "text",
    ["算法推荐规定生效后多少天内要备案", "PIPL第38条什么时候生效", "个保法罚多少", "when do I file under the PIPL?"],
)
def test_what_is_asked_beside_the_date_is_not_taken_for_it(library, text):
    assert in_force.asked_of(library, read(library, text)) is None


def test_a_law_to_come_is_not_yet_in_force(library):
    text = "when did the Cybersecurity Review Measures take effect?"
    assert answer(library, text, date(2022, 2, 14)).passages[0].body.en.startswith("Not yet: from 15 Feb 2022")
