"""What a check of a product, described in a sentence, must call for, must leave open, and must never call for.

A verdict belongs in `never` when it would be wrong to say that it is required, whether it is not required or open.
"""

from datetime import date

import pytest

from knowledge.profile import profile
from knowledge.reading import read
from knowledge.subjects import likely_facts

DAY = date(2026, 11, 22)

EXPRESSION = "accounts.real-name content-ecology.duties security-assessment"
SYNTHESIS = "deep-synthesis.filing deep-synthesis.labels ai-labels.explicit ai-labels.implicit algorithm.notice"
GENERATED = f"{SYNTHESIS} generative-ai.scope generative-ai.duties"
NO_EXPRESSION = "accounts.real-name content-ecology.duties comments.real-name security-assessment groups.duties"
NO_AI = "generative-ai.filing deep-synthesis.assessment anthropomorphic.assessment ai-labels.explicit algorithm.filing"
NO_EXPORT = "data-export.route data-export.contract-filing"
NO_FACES = "face-recognition.consent face-recognition.filing"

PRODUCTS = [
    ("我们要做一个多人语音聊天室App", f"{EXPRESSION} app-filing icp", f"{NO_AI} {NO_EXPORT} comments.assessment"),
    ("An audio-room app where strangers can drop in and talk", f"{EXPRESSION} app-filing", f"{NO_AI} {NO_EXPORT}"),
    ("K歌App，用户可以上传录音并互相点评", f"{EXPRESSION} comments.real-name audio-video.real-name", NO_AI),
    (
        "A dating app that matches strangers nearby and lets them chat",
        f"{EXPRESSION} app-filing",
        f"{NO_AI} news.licence",
    ),
    (
        "AI companion app with emotional conversations for adults",
        f"{GENERATED} anthropomorphic.assessment anthropomorphic.reminder anthropomorphic.filing",
        f"{NO_FACES} security-assessment audio-video.assessment",
    ),
    ("一个换脸App，用户上传照片换成明星脸", f"{SYNTHESIS} deep-synthesis.consent deep-synthesis.assessment", NO_FACES),
    (
        "AI头像小程序，用户上传自拍生成写真",
        f"{GENERATED} deep-synthesis.consent app-filing",
        f"{NO_FACES} news.licence",
    ),
    (
        "Chatbot for consumers in China built on the OpenAI API",
        f"{GENERATED} generative-ai.filing pi.impact-assessment",
        "anthropomorphic.assessment deep-synthesis.consent data-export.route",
    ),
    (
        "文生图工具，接入通义千问",
        f"{GENERATED} generative-ai.filing",
        "generative-ai.training-data deep-synthesis.consent",
    ),
    ("AI writing tool on a self-hosted fine-tuned open-source model", f"{GENERATED} generative-ai.filing", NO_FACES),
    (
        "大模型API，只提供接口给其他企业",
        "deep-synthesis.filing",
        "generative-ai.scope generative-ai.filing generative-ai.duties ai-labels.explicit ai-labels.implicit "
        "deep-synthesis.labels deep-synthesis.real-name algorithm.notice",
    ),
    (
        "TTS dubbing tool for creators",
        f"{SYNTHESIS} deep-synthesis.assessment",
        "deep-synthesis.consent generative-ai.scope",
    ),
    ("企业内部用的大模型问答助手，只给员工用", "mlps.grading", f"{GENERATED} generative-ai.filing icp app-filing"),
    ("企业微信里的审批机器人，只有本公司员工用", "mlps.grading", f"{NO_EXPRESSION} {NO_AI} icp app-filing anti-fraud"),
    (
        "公司内部人事系统，员工数据传给德国母公司",
        "pi.impact-assessment",
        "data-export.route pi.consent pi.separate-consent icp app-filing police-filing anti-fraud",
    ),
    (
        "HR system with data of 300 employees shared with our US parent",
        "pi.impact-assessment",
        "data-export.route pi.consent pi.separate-consent icp anti-fraud accounts.real-name",
    ),
    (
        "跨境电商App，把10万中国用户的订单信息传到美国仓库发货",
        "app-filing pi.impact-assessment",
        "data-export.route pi.consent pi.separate-consent",
    ),
    (
        "Cross-border e-commerce app, ships orders to 50,000 mainland shoppers a year from Hong Kong",
        "app-filing pi.impact-assessment",
        "data-export.route pi.consent pi.separate-consent",
    ),
    (
        "新闻聚合App，转载时政新闻并个性化推荐",
        "news.licence icp.prior-approval algorithm.opt-out",
        "security-assessment",
    ),
    (
        "A news aggregator with personalised feed and comments",
        "news.licence comments.pre-review comments.real-name algorithm.filing",
        "security-assessment comments.assessment",
    ),
    (
        "有声书平台，带评论区和付费会员",
        f"{EXPRESSION} comments.real-name icp.licence",
        f"{NO_AI} audio-video.assessment",
    ),
    ("Audiobook platform with listener comments", f"{EXPRESSION} comments.assessment", f"{NO_AI} icp.licence"),
    ("播客平台", "audio-video.real-name security-assessment", f"{NO_AI} audio-video.assessment"),
    (
        "直播带货平台，商家入驻开直播间卖货",
        "live-commerce live-streaming.verification live-streaming.records live-streaming.duties",
        f"{NO_AI} icp.licence live-streaming.licence",
    ),
    (
        "Live commerce platform with streamers selling goods",
        "live-commerce live-streaming.records",
        "audio-video.assessment",
    ),
    (
        "在线教育直播课，老师开播，学生弹幕",
        "live-streaming.verification comments.bullet-comments",
        "live-streaming.licence",
    ),
    (
        "短视频App，算法推荐",
        f"{EXPRESSION} algorithm.filing audio-video.real-name",
        "audio-video.assessment audio-video.labels",
    ),
    ("面向小学生的学习App，有排行榜和讨论区", f"{EXPRESSION} pi.separate-consent", f"{NO_EXPORT} {NO_AI}"),
    ("A learning app for children aged 6 to 12", "pi.separate-consent pi.impact-assessment", f"{NO_EXPORT} {NO_AI}"),
    (
        "小区智能门锁用人脸识别开门",
        "face-recognition.consent face-recognition.impact-assessment",
        f"{NO_EXPORT} icp anti-fraud",
    ),
    (
        "Office smart lock with face access for employees",
        "face-recognition.consent face-recognition.impact-assessment",
        f"{NO_EXPORT} icp app-filing police-filing accounts.real-name face-recognition.filing",
    ),
    ("Store cameras that count visitors", "pi.public-cameras", "icp app-filing anti-fraud police-filing pi.consent"),
    ("给企业用的SaaS CRM系统", "icp mlps.grading", f"{NO_EXPRESSION} {NO_AI} pi.consent pi.separate-consent"),
    ("B2B SaaS for invoices, only enterprise customers", "icp", f"{NO_EXPRESSION} {NO_AI} {NO_EXPORT} pi.consent"),
    (
        "广告SDK，收集设备标识做个性化广告",
        "pi.impact-assessment pi.automated-decisions algorithm.opt-out",
        NO_EXPRESSION,
    ),
    ("天气App，没有评论没有社区", "app-filing icp", f"{NO_EXPRESSION} {NO_AI} {NO_EXPORT} pi.consent minors.mode"),
    ("A weather app without accounts", "app-filing", f"{NO_EXPRESSION} {NO_AI} accounts.vetting news.licence"),
    ("手机游戏，有公会聊天和世界频道", f"{EXPRESSION} groups.duties anti-fraud.real-name", NO_AI),
    ("A mobile game with in-game chat", "accounts.real-name anti-fraud.real-name", f"{NO_AI} security-assessment"),
    (
        "A map app that stores location history",
        "app-filing pi.separate-consent pi.impact-assessment",
        f"{NO_EXPORT} {NO_AI}",
    ),
    (
        "Fintech lending app with automated credit decisions",
        "app-filing pi.automated-decisions pi.impact-assessment pi.separate-consent",
        f"{NO_EXPORT} {NO_EXPRESSION} algorithm.filing",
    ),
    (
        "Telemedicine app with video consultations",
        "app-filing pi.separate-consent pi.impact-assessment",
        f"{NO_EXPORT} {NO_AI}",
    ),
    ("健身App，收集心率数据", "app-filing pi.separate-consent pi.impact-assessment", f"{NO_EXPORT} {NO_EXPRESSION}"),
    (
        "外卖平台，算法派单",
        "algorithm.filing algorithm.notice",
        f"{NO_EXPORT} deep-synthesis.filing generative-ai.filing",
    ),
    ("公司官网，只有静态页面", "icp icp.display", f"{NO_EXPRESSION} {NO_AI} app-filing pi.consent accounts.vetting"),
    ("Static company website, no comments, no login", "icp", f"{NO_EXPRESSION} {NO_AI} app-filing pi.separate-consent"),
    ("个人博客网站，没有评论", "icp icp.display", f"{NO_EXPRESSION} {NO_AI} cyber-violence.duties"),
    ("只面向海外用户的社交App", "", f"{EXPRESSION} icp app-filing police-filing mlps.grading network-logs"),
    ("Social app offered only overseas, no users in China", "", f"{EXPRESSION} icp app-filing mlps.grading anti-fraud"),
    ("香港公司做的小程序，面向大陆消费者卖化妆品", "app-filing pi.representative", f"{NO_AI} icp security-assessment"),
    (
        "Hong Kong company with mainland shoppers, website hosted in Hong Kong",
        "pi.representative",
        f"{NO_AI} icp icp.display police-filing mlps.grading",
    ),
    ("蓝牙群发聊天工具", EXPRESSION, f"{NO_AI} nearby-network"),
    ("A crowdfunding site", EXPRESSION, f"{NO_AI} {NO_EXPORT}"),
    ("An app store for Android apps", "app-distribution.filing app-distribution.review", NO_AI),
    (
        "一个人做的单机记账App，不联网",
        "",
        f"{NO_EXPRESSION} {NO_AI} icp app-filing police-filing network-logs mlps.grading",
    ),
    ("Solo developer's offline flashlight app", "", f"{NO_EXPRESSION} {NO_AI} icp app-filing police-filing pi.consent"),
    ("数字人直播带货，AI生成主播", "live-commerce ai-labels.declaration", "generative-ai.filing deep-synthesis.filing"),
    ("二手交易平台，个人卖家，私聊议价", "accounts.real-name", "minors.mode icp.licence security-assessment"),
    ("Voice changer app for gamers", "deep-synthesis.consent deep-synthesis.assessment", "audio-video.assessment"),
    ("人脸识别支付，已存了50万人的人脸", "face-recognition.filing face-recognition.consent", NO_EXPORT),
]


@pytest.mark.parametrize(
    ("text", "must", "never"), [pytest.param(*product, id=product[0][:32]) for product in PRODUCTS]
)
def test_a_check_calls_for_the_right_duties(library, text, must, never):
    reading = read(library, text)
    found = profile(library, reading.facts, DAY, likely=likely_facts(library, reading))
    required = {finding.verdict.removeprefix("cn.") for finding in found.at("required")}
    assert set(must.split()) - required == set(), "missing duties"
    assert set(never.split()) & required == set(), "duties that do not apply, or not for sure"


def test_every_verdict_named_here_exists(library):
    named = {name for _, must, never in PRODUCTS for name in (must + " " + never).split()}
    assert {f"cn.{name}" for name in named} <= set(library.verdicts)
