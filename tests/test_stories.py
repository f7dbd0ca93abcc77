"""What a text tells: of a product, or only that data goes abroad."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.library import load
from knowledge.reading import read
from knowledge.stories import describes_a_product, only_exports

LIBRARY = load()
DAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "product", "export"),
    [
        pytest.param("数据中心放新加坡，会员资料同步过去，要办什么", False, True, id="only an export"),
        pytest.param("Member data goes to Tokyo every night. What do we need?", False, True, id="the same in English"),
        pytest.param("做一个带群聊的App，要办什么", True, False, id="a product"),
        pytest.param("我们App有群聊，会员资料传到东京，要办什么", True, False, id="a product that exports"),
        pytest.param("做一个带群聊的App，要做安全评估吗", False, False, id="asked for one duty"),
    ],
)
def test_what_is_told(text, product, export):
    told = read(LIBRARY, text)
    assert (describes_a_product(LIBRARY, told), only_exports(LIBRARY, told)) == (product, export)


def test_an_export_alone_is_answered_with_its_route():
    found = answer(LIBRARY, "Our HR in Munich needs the CVs of our applicants. Anything to file?", DAY)
    assert [finding.verdict for finding in found.findings] == ["cn.data-export.route"]
