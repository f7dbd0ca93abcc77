"""Statutes of our own making, as official texts look, parsed into articles."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import statute_text, statutes
from knowledge.article_numbers import label
from knowledge.statutes import Statute


def parse(text: str, name: str = "测试.txt") -> Statute:
    return statutes.parse(name, statute_text.read(name, text.encode()))


def numbers(statute: Statute) -> list[str]:
    return [article.number for article in statute.articles]


LANTERN = """中华人民共和国灯笼法
2019年3月15日第九届灯笼大会第二次会议通过
根据2024年6月28日第十届灯笼大会第七次会议《关于修改〈中华人民共和国灯笼法〉的决定》修正
目 录
第一章 总 则
第二章 点灯
 第一节 一般规定
 第二节 夜间点灯
第三章 附 则
第一章 总 则
第一条 为了照亮街道，制定本法。
第二条 本法所称灯笼，是指下列器具：
（一）纸灯笼；
（二）纱灯笼。
第二章 点灯
第一节 一般规定
第三条 点灯应当报告。
依照本法第二条的规定不属于灯笼的，不适用前款。
第三条之一 报告采用书面形式。
第二节 夜间点灯
第四条 夜间点灯，按照第三条、
第五条的规定办理。
第五条 违反第四条规定的，处五元罚款。
第三章 附 则
第六条 本法自2019年6月1日起施行。
附件：灯笼目录
第一条 纸灯笼
第二条 纱灯笼
"""


def test_a_law_is_divided_into_its_articles():
    assert numbers(parse(LANTERN)) == ["1", "2", "3", "3-1", "4", "5", "6"]


def test_the_header_says_title_dates_and_amendment():
    header = parse(LANTERN).header
    assert header.title == "中华人民共和国灯笼法"
    assert (header.promulgated, header.amended, header.effective) == (
        date(2019, 3, 15),
        date(2024, 6, 28),
        date(2019, 6, 1),
    )
    assert header.version == "2024-06-28"


def test_an_article_keeps_the_headings_above_it():
    by_number = {article.number: article.headings for article in parse(LANTERN).articles}
    assert by_number["1"] == ("第一章 总则",)
    assert by_number["3-1"] == ("第二章 点灯", "第一节 一般规定")
    assert by_number["4"] == ("第二章 点灯", "第二节 夜间点灯")
    assert by_number["6"] == ("第三章 附则",)


def test_an_article_keeps_its_paragraphs_and_items():
    article = parse(LANTERN).articles[1]
    assert article.text == "本法所称灯笼，是指下列器具：\n（一）纸灯笼；\n（二）纱灯笼。"


def test_a_paragraph_that_begins_with_a_citation_opens_no_article():
    text = (
        "风筝法\n第一条 放风筝应当报告。\n第二条规定的风筝除外。\n第三十条至第四十条的风筝也除外。\n"
        "第二条 风筝是指纸风筝。\n第三条 本法自公布之日起施行。"
    )
    statute = parse(text)
    assert numbers(statute) == ["1", "2", "3"]
    assert statute.articles[0].text.endswith("第三十条至第四十条的风筝也除外。")


def test_a_higher_number_quoted_at_the_start_of_a_line_opens_no_article():
    lines = [f"{label(str(n))} 内容{n}。" for n in range(1, 9)]
    lines.insert(3, "第七条 的内容，由主管部门解释。")
    assert numbers(parse("伞法\n" + "\n".join(lines))) == [str(n) for n in range(1, 9)]


def test_an_article_without_a_space_after_its_number_is_one():
    assert numbers(
        parse("雨法\n第一条为了下雨，制定本法。\n第二条有关单位应当带伞。\n第三条本法自公布之日起施行。")
    ) == ["1", "2", "3"]


@pytest.mark.parametrize(
    "opening",
    [
        "第二条 内容。",
        "第 二 条　内容。",
        "第2条 内容。",
        "第２条　内容。",
        "\u200b第\u200b二条\ufeff 内容。",
        "⼆条".replace("⼆条", "第⼆条 内容。"),
        "**第二条** 内容。",
        "　　第二条　　内容。",
        "第二条【定义】内容。",
        "第二条：内容。",
    ],
)
def test_the_number_of_an_article_may_be_written_in_many_ways(opening: str):
    statute = parse(f"云法\n第一条 一。\n{opening}\n第三条 三。", "云法.md")
    assert numbers(statute) == ["1", "2", "3"]
    assert "内容。" in statute.articles[1].text


def test_annexes_are_kept_but_are_no_articles():
    annex = parse(LANTERN).annex
    assert annex.startswith("附件：灯笼目录")
    assert "第二条 纱灯笼" in annex


def test_a_contract_printed_after_the_last_article_is_an_annex():
    text = (
        "合同办法\n第一条 甲。\n第二条 乙。\n第三条 本办法自公布之日起施行。\n"
        "灯笼买卖合同\n第一条 定义。\n第二条 价款。\n第三条 交付。\n第四条 争议。"
    )
    statute = parse(text)
    assert numbers(statute) == ["1", "2", "3"]
    assert statute.annex.startswith("灯笼买卖合同")


def test_articles_of_another_law_quoted_in_an_annex_are_not_articles():
    text = "解释\n第一条 甲。\n第二条 本解释自公布之日起施行。\n附：相关条文\n第二百八十五条 乙。\n第二百八十六条 丙。"
    assert numbers(parse(text)) == ["1", "2"]


def test_a_decree_above_the_law_is_not_its_title():
    text = (
        "灯笼管理委员会令\n第 16 号\n"
        "《灯笼管理办法》已经2022年1月5日委员会会议审议通过，现予公布，自2022年3月1日起施行。\n"
        "主任 张三\n2022年1月10日\n灯笼管理办法\n第一条 甲。\n第二条 乙。"
    )
    header = parse(text).header
    assert header.title == "灯笼管理办法"
    assert header.effective == date(2022, 3, 1)


def test_number_and_dates_in_one_bracket_are_read():
    header = parse(
        "数据灯笼规定\n（2024年3月22日灯笼管理委员会令第16号公布 自公布之日起施行）\n第一条 甲。\n第二条 乙。"
    ).header
    assert header.number == "灯笼管理委员会令第16号"
    assert (header.promulgated, header.effective) == (date(2024, 3, 22), date(2024, 3, 22))


def test_a_title_over_several_lines_is_one_title():
    text = "最高灯笼法院关于审理\n破坏灯笼刑事案件适用法律\n若干问题的解释\n灯释〔2023〕8号\n第一条 甲。\n第二条 乙。"
    assert parse(text).title == "最高灯笼法院关于审理破坏灯笼刑事案件适用法律若干问题的解释"


def test_a_part_of_a_law_kept_in_several_files_keeps_the_title_and_its_numbers():
    statute = parse(
        "# 灯笼法典\n\n# 合同编\n\n2020年5月28日 通过\n\n第四百六十三条 甲。\n\n第四百六十四条 乙。", "合同编.md"
    )
    assert (statute.title, statute.header.part) == ("灯笼法典", "合同编")
    assert numbers(statute) == ["463", "464"]
    assert statute.articles[0].headings == ("合同编",)


def test_an_excerpt_keeps_its_gaps():
    assert numbers(parse("灯笼法\n（节选）\n第六十四条 甲。\n第六十五条 乙。\n第一百二十七条 丙。")) == [
        "64",
        "65",
        "127",
    ]


def test_a_heading_that_lost_its_number_is_a_heading():
    statute = parse("灯笼条例\n第一章 总则\n第一条 甲，乙。\n灯笼素养促进\n第二条 丙，丁。")
    assert statute.articles[0].text == "甲，乙。"
    assert statute.articles[1].headings == ("灯笼素养促进",)


def test_a_line_broken_in_the_middle_of_a_sentence_is_put_together():
    text = "灯笼法\n第一条 灯笼的所有人、使用人和管理人，应当保证灯笼的安全，并接受\n主管部门的检查。\n第二条 乙。"
    assert parse(text).articles[0].text.endswith("并接受主管部门的检查。")


def test_a_notice_keeps_its_items_and_says_that_they_are_none():
    text = (
        "关于挂灯笼的通知\n各街道：\n根据《灯笼法》，现通知如下：\n一、挂灯笼的时间\n自十五日起。\n"
        "二、挂灯笼的地点\n各家门口。\n特此通知。\n灯笼委员会\n2025年1月8日"
    )
    statute = parse(text)
    assert not statute.has_articles
    assert [(article.number, article.is_item) for article in statute.articles] == [("一", True), ("二", True)]
    assert statute.articles[0].text == "挂灯笼的时间\n自十五日起。"
    assert statute.header.promulgated == date(2025, 1, 8)


def test_a_text_without_any_marks_keeps_its_paragraphs():
    statute = parse("关于灯笼的批复\n你市关于灯笼的请示收悉。经研究，答复如下：\n同意挂灯笼。\n此复。")
    assert [article.number for article in statute.articles] == ["¶1", "¶2", "¶3"]


def test_the_name_of_a_file_stands_in_for_a_title_and_a_date():
    header = parse("第一条 甲。\n第二条 乙。", "灯笼法(2021-06-10).txt").header
    assert (header.title, header.version) == ("灯笼法", "2021-06-10")


def test_buttons_and_credits_of_a_web_page_are_left_out():
    statute = parse("灯笼办法\n第一条 甲。\n第二条 乙。\n打印本页\n关闭窗口\n责任编辑：李四")
    assert statute.articles[-1].text == "乙。"


@given(st.integers(1, 400), st.sampled_from([" ", "　", "", "\n"]))
def test_every_article_that_is_written_is_read(count: int, gap: str):
    statute = parse("灯笼法\n" + "\n".join(f"{label(str(n))}{gap}灯笼{n}个。" for n in range(1, count + 1)))
    assert numbers(statute) == [str(n) for n in range(1, count + 1)]
    assert all(article.text == f"灯笼{article.number}个。" for article in statute.articles)


@given(st.lists(st.text(st.sampled_from("第一二十条章节编之附件：。，目录（）1 \n"), max_size=30), max_size=30))
def test_any_text_is_parsed_without_an_error(lines: list[str]):
    statute = parse("\n".join(["灯笼法", *lines]))
    assert statute.articles
    assert len(set(numbers(statute))) == len(numbers(statute))
