"""What a message says and asks, read with the knowledge that ships."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.reading import read
from knowledge.subjects import likely_facts


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("我们的 fitness app 加个 group chat 要不要 assessment", "zh"),
        ("What does 第七条 say?", "en"),
        ("zhibo yao zuo pinggu ma", "zh"),
        ("違反個保法罰多少", "zh"),
        ("Is an ICP filing needed?", "en"),
        ("PIPL 第38条讲什么", "zh"),
    ],
)
def test_the_language_is_that_of_the_frame(library, text, lang):
    assert read(library, text).lang == lang


def test_a_hint_decides_where_the_text_does_not(library):
    assert read(library, "123", "zh").lang == "zh"
    assert read(library, "123", "en").lang == "en"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("要不要做安全评估", "verdict"),
        ("do we need a filing", "verdict"),
        ("评估报告几天内交", "deadline"),
        ("how soon must it be reported", "deadline"),
        ("不备案罚多少", "penalty"),
        ("what is the fine for that", "penalty"),
        ("什么是舆论属性", "definition"),
        ("what does deep synthesis mean", "definition"),
        ("算法备案怎么办理", "procedure"),
        ("which documents do we submit", "procedure"),
        ("报告交给哪个部门", "article"),
        ("what must the report contain", "article"),
        ("做一个语音房App要办哪些", "overview"),
        ("we fine-tuned a model, is a filing needed", "verdict"),
    ],
)
def test_the_kind_of_question(library, text, intent):
    assert read(library, text).intents[0] == intent


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("我们的小程序有弹幕，没有群聊", {"mini_program": True, "bullet_comments": True, "group_chat": False}),
        ("An app with voice rooms but without comments", {"app": True, "voice_rooms": True, "comments": False}),
        ("if we had live streaming?", {"live_streaming": True}),
        ("still not yet launched", {"event": "launch"}),
        ("meiyou zhibo, zhiyou pinglun", {"live_streaming": False, "comments": True}),
        ("我們有短影音", {"short_video": True}),
        ("we have live straming and coments", {"live_streaming": True, "comments": True}),
        ("县网信办发函要求我们做", {"event": "informal_request"}),
        ("nobody in mainland China can use it", {"mainland_users": False}),
        ("用户只能浏览", {"public_expression": False}),
        ("会员从十万冲到八百万", {"event": "user_growth"}),
    ],
)
def test_facts_are_read(library, text, facts):
    assert read(library, text).facts == facts


def test_what_is_said_in_two_ways_is_torn_and_not_assumed(library):
    said = read(library, "评估过的论坛用户翻倍了，还准备加直播")
    assert said.torn == ("event",)
    assert "event" not in likely_facts(library, said)


@pytest.mark.parametrize(
    "text",
    [
        "什么是直播",
        "Do we need live streaming?",
        "有没有直播都一样",
        "互联网直播服务管理规定讲什么",
        "community college",
    ],
)
def test_what_is_only_named_is_not_stated(library, text):
    assert read(library, text).facts == {}


def test_a_fact_is_shown_with_its_words(library):
    read_ = read(library, "我们做語音房")
    assert [(span.fact, span.words) for span in read_.spans] == [("voice_rooms", "语音房")]
    assert read_.traditional


@pytest.mark.parametrize("text", ["our user is 16", "the customer turned 17", "users aged 15"])
def test_an_age_counts_nobody(library, text):
    assert "pi_subjects" not in read(library, text).facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("物业不让扫脸就回不了家", {"face_recognition": True, "face_only_method": True}),
        ("我们不存人脸，只刷脸开门", {"face_recognition": True, "face_records": "under_100k"}),
        ("摄像头只数人头，不认人", {"face_recognition": False}),
        ("the camera counts visitors without identifying anybody", {"face_recognition": False}),
        ("语音房只对成年人开放，挡住了18岁以下的人", {"minor_users": False}),
        ("收集十岁孩子的信息", {"children_pi": True}),
        ("采集14岁以下孩子的脸", {"children_pi": True}),
        ("the model is only used by our own lawyers", {"public_service": False}),
        ("聊天AI不给国内用", {"mainland_users": False}),
        ("we collect data of 16-year-olds", {"children_pi": False, "minors_pi": True}),
        ("首页没有任何算法", {"recommendation_algorithm": False}),
        ("换脸只给员工看，没有对外", {"public_service": False}),
        ("没有泄露，只是网站打不开", {"pi_breach": False}),
        ("a laptop with customers' details was stolen", {"pi_breach": True}),
        ("一百零一万用户去纽交所", {"listing_place": "abroad"}),
        ("没有部门说过这是重要数据", {"important_data": False}),
        ("外包公司还拿数据去推销自己的课", {"pi_entrusting": True, "pi_sharing": True}),
        ("we are a Chengdu studio with players in Tokyo", {"operator_abroad": False}),
    ],
)
def test_a_sentence_says_more_than_its_words(library, text, facts):
    assert facts.items() <= read(library, text).facts.items()


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("我们不把数据传到美国", "pi_export", False),
        ("数据没有传到美国总部", "pi_export", False),
        ("we do not send data to the US", "pi_export", False),
        ("没有签合同就把数据传到美国了", "pi_export", True),
        ("不仅把数据传到美国，还传到欧洲", "pi_export", True),
        ("能不能把数据传到美国", "pi_export", True),
        ("并非只有员工用", "public_service", True),
        ("not only our staff use it", "public_service", None),
        ("人脸会上传，不只在本地", "face_data_uploaded", None),
        ("不只是给企业提供接口，也有面向公众的App", "ai_role", None),
        ("we do not train our models on conversations", "trains_on_chats", False),
        ("people cannot enter without a face scan", "face_recognition", True),
        ("visitors can get in without face recognition", "face_only_method", False),
        ("不肯扫脸的业主不让进", "face_only_method", True),
        ("不刷脸也能进", "face_recognition", None),
    ],
)
def test_a_sentence_can_be_denied_like_a_fact(library, text, fact, value):
    assert read(library, text).facts.get(fact) is value


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("存了8万张员工的人脸", {"face_records": "under_100k"}),
        ("存了10万张人脸", {"face_records": "from_100k"}),
        ("一年向美国总部传8万个会员的邮箱地址", {"export_people": "under_100k"}),
        ("health records of 15,000 patients go to our lab in Zurich", {"export_sensitive_people": "from_10k"}),
        ("注册用户80万，月活9万", {"registered_users": "under_1m", "monthly_users": "under_100k"}),
        ("出境大约10万人的昵称", {}),
        ("每月往美国传2万人的手机号", {}),
        (
            "every month health records of 12,000 patients go to our lab in Zurich",
            {"export_sensitive_people": "from_10k"},
        ),
        ("给17岁的用户看直播", {}),
    ],
)
def test_numbers_go_to_the_fact_that_counts_them(library, text, facts):
    found = read(library, text).facts
    assert {name: value for name, value in found.items() if library.facts[name].type == "number"} == facts


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("里面没有个人信息", "personal_information", False),
        ("没有个人信息保护负责人", "personal_information", None),
        ("no user data", "personal_information", False),
        ("no user data leaves the country", "personal_information", None),
        ("我们不收生日，只收客户的电话", "personal_information", True),
        ("机床的温度数据发给日本总部，没有人名", "pi_export", False),
        ("怎样避免客户资料流出去", "pi_breach", None),
        ("客户资料流出去了", "pi_breach", True),
        ("no personal data was leaked", "pi_breach", None),
        ("all user data stays in Shanghai, do the export rules apply", "pi_export", False),
        ("the data stays in China", "pi_export", False),
        ("must the data stay in China", "pi_export", None),
        ("our company is in Toronto", "operator_abroad", True),
        ("our company is in Shanghai and our users are in Toronto", "operator_abroad", None),
        ("大学生也在用", "minor_users", None),
    ],
)
def test_what_is_said_in_everyday_words(library, text, fact, value):
    assert read(library, text).facts.get(fact) is value


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("用户一共两百多万", {"pi_subjects": "from_1m"}),
        ("会员150w", {"pi_subjects": "from_1m"}),
        ("a quarter of a million members", {"pi_subjects": "from_100k"}),
        ("a couple of hundred customers", {"pi_subjects": "under_100k"}),
        ("several dozen clients", {"pi_subjects": "under_100k"}),
        ("超过一百万用户", {"pi_subjects": "from_1m"}),
        ("超过50万用户", {}),
        ("一共收了三十万张人脸", {"face_records": "from_100k"}),
        ("注册的孩子两百万，月活四十万", {"minors_registered": "under_10m", "monthly_users": "from_100k"}),
        ("over ten million users", {"pi_subjects": "over_10m"}),
        (
            "only for children, 3 million registered users",
            {"registered_users": "from_1m", "minors_registered": "under_10m"},
        ),
        ("1.3 million minors use it every month", {"minors_monthly": "from_1m"}),
    ],
)
def test_numbers_in_everyday_words(library, text, facts):
    found = read(library, text).facts
    assert {name: value for name, value in found.items() if library.facts[name].type == "number"} == facts


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("个保法第38条", ("pipl-2021#38",)),
        ("PIPL Art. 38", ("pipl-2021#38",)),
        ("Article 66 of the PIPL", ("pipl-2021#66",)),
        ("个人信息保护法第五十五条和第五十六条", ("pipl-2021#55", "pipl-2021#56")),
        ("安全评估规定第七条", ("security-assessment-2018#7",)),
        ("gebaofa di 38 tiao", ("pipl-2021#38",)),
        ("日本的个人信息保护法", ()),
    ],
)
def test_named_law(library, text, citations):
    assert read(library, text).citations == citations


def test_an_article_without_a_law_is_kept(library):
    found = read(library, "第七条说什么")
    assert (found.citations, found.articles) == ((), ("7",))


def test_products_are_named_not_assumed(library):
    found = read(library, "一个手电筒工具App要备案吗")
    assert "pure_tool" in found.archetypes
    assert "public_expression" not in found.facts


def test_dates_are_pointed_out(library):
    assert read(library, "2026年12月1日上线，下周五前交").dates == ("2026年12月1日", "下周五")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read_without_an_error(library, text):
    found = read(library, text)
    assert found.intents
    assert all(found.text[span.start : span.end] for span in found.spans)


PIECES = [
    "没有",
    "直播",
    "no ",
    "comments",
    "、",
    "，",
    "or ",
    "第七条",
    "个保法",
    "10万",
    "人",
    "need ",
    "？",
    "except ",
    "备按",
    "beian ",
]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_row_of_known_words_is_read_without_an_error(library, pieces):
    found = read(library, "".join(pieces))
    assert all(library.vocabulary.value(name, value) == value for name, value in found.facts.items())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("做一个类小红书的社区", "notes_community"),
        ("we're building a Tinder for dogs", "dating"),
        ("a Zoom-like meeting tool", "video_meetings"),
    ],
)
def test_a_product_described_by_a_well_known_one(library, text, kind):
    assert kind in read(library, text).archetypes


def test_a_well_known_product_alone_describes_none(library):
    assert not read(library, "can our staff use Slack and Zoom?").archetypes
