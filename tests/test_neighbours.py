"""China's law next to ours: named honestly, with where to look, and never decided."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.neighbours import neighbours

DAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("question", "law"),
    [
        ("宣传页能写全国销量第一吗", "advertising"),
        ("May we print 'number one brand' in our ads?", "advertising"),
        ("电商法对平台审核商家有什么要求", "e_commerce"),
        ("直播间拆封的口红能不能七天无理由退", "consumers"),
        ("Do we have to notify a merger of two food delivery apps? Merger filing, I mean", "competition"),
        ("单机手游没有版号能先上吗", "publishing"),
        ("伦理委员会几个人才够", "ethics"),
        ("路测的时候车外视频能不能带人脸", "cars_and_maps"),
        ("钱包能充值提现，支付许可证绕得开吗", "payments"),
        ("可以收USDT当会员费吗", "crypto"),
        ("样机寄到德国展会怎么报关", "customs"),
        ("Is an AI that reads CT scans a medical device?", "medicine"),
        ("招股书里用户数要披露几年", "securities"),
        ("推荐算法能申请专利吗", "intellectual_property"),
        ("审核员夜班有没有加班费", "work"),
        ("主播分成怎么代扣代缴", "taxes"),
    ],
)
def test_a_law_next_to_ours_gets_no_verdict_but_where_to_look(library, question, law):
    found = answer(library, question, DAY)
    assert (found.kind, found.reason, found.cite) == ("none", "neighbour", ())
    assert found.detail == neighbours()[law].says.get(found.lang)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("弹窗广告关不掉，违反哪条", id="a pop-up that is an advertisement"),
        pytest.param("评估报告里的商业秘密会不会泄露", id="secrets in a report of ours"),
        pytest.param("医疗器械公司的App要不要备案", id="whose product it is"),
        pytest.param("发工资、交社保要用身份证号，还要员工单独同意吗", id="what data is used for"),
        pytest.param("We sell crypto news to readers in China, do we need a news licence?", id="what news is about"),
        pytest.param("带货主播刷单，平台要管吗", id="where a law of ours decides the same"),
        pytest.param("跨境电商把订单传给海外卖家，要做数据出境安全评估吗", id="trade, but data goes abroad"),
    ],
)
def test_words_of_such_a_law_do_not_take_a_question_away(library, question):
    assert answer(library, question, DAY).kind != "none"


def test_another_country_has_no_authority_of_ours(library):
    assert answer(library, "Do streamers in Germany pay VAT on tips?", DAY).reason == "out_of_field"


def test_exceptions_are_facts(library):
    assert {fact for law in neighbours().values() for fact in law.unless} <= set(library.facts)


async def test_the_line_says_what_is_not_known_and_what_is(chat):
    reply = await chat.say("手游版号多久能批")
    assert "不在我的知识库里" in reply.text
    assert "新闻出版" in reply.text
    assert "第" not in reply.text
    reply = await chat.say("How long does a game approval number take?")
    assert "not in my knowledge base" in reply.text
    assert "Art." not in reply.text


async def test_a_question_of_ours_beside_one_of_such_a_law_is_answered(chat):
    reply = await chat.say("我们加语聊房要做安全评估吗？另外主播的个税怎么交？")
    assert "安全评估" in reply.text
