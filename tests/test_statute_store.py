"""Statutes of our own making, stored in a real file and searched."""

import multiprocessing
import os
import signal
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import statute_index
from bot.statute_search import StatuteSearch
from bot.statute_store import Change, StatuteStore, StatuteStoreError
from knowledge import statute_text, statutes
from knowledge.statutes import Statute

LANTERNS = """中华人民共和国灯笼法
2019年3月15日通过
第一章 总则
第一条 为了照亮街道，制定本法。
第二条 本法所称灯笼，是指纸灯笼和纱灯笼。
第二章 点灯
第三条 在夜间点灯的人应当向街道委员会登记。
第四条 未依照本法第三条登记的，处五元罚款。
第五条 本法自2019年6月1日起施行。"""
KITES = """风筝管理办法（试行）
（2020年1月1日风筝委员会令第3号公布）
第一条 为了保护天空，根据《中华人民共和国灯笼法》，制定本办法。
第二条 放风筝的人应当使用结实的线。
第三条 夜间放风筝的，依照《中华人民共和国灯笼法》第三条办理登记。
第四条 App 应当显示 Wi-Fi 状态。"""
RAIN = """关于下雨的通知
一、带伞
下雨的时候，行人应当带伞。
二、收衣服
居民应当收衣服。
2021年2月3日"""


def parsed(text: str, name: str = "文件.txt") -> Statute:
    return statutes.parse(name, statute_text.read(name, text.encode()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "statutes.db"


def add(path: Path, **texts: str) -> list[Change]:
    """Import texts under the file names given; refused ones fail the test."""
    with StatuteStore.open(path) as store:
        changes, refused = store.add([(name, parsed(text, f"{name}.txt")) for name, text in texts.items()])
    assert not refused
    return changes


@pytest.fixture
def search(path: Path) -> StatuteSearch:
    add(path, lanterns=LANTERNS, kites=KITES, rain=RAIN)
    return StatuteSearch(
        path,
        aliases={"灯法": "灯笼法", "LTL": "中华人民共和国灯笼法", "Lantern Law": "灯笼法"},
        glossary={"lantern": ("灯笼",), "fine": ("罚款",), "registration": ("登记",), "kite": ("风筝",)},
    )


def found(search: StatuteSearch, query: str) -> list[tuple[str, str]]:
    return [(hit.title, hit.number) for hit in search.find(query)]


def test_importing_again_changes_nothing(path: Path):
    assert all(add(path, lanterns=LANTERNS, rain=RAIN))
    before = path.read_bytes()
    assert not any(add(path, lanterns=LANTERNS, rain=RAIN))
    assert path.read_bytes() == before


def test_importing_a_changed_file_says_which_articles_changed(path: Path):
    add(path, lanterns=LANTERNS)
    changed = LANTERNS.replace("五元", "九元").replace("第二条 本法所称灯笼，是指纸灯笼和纱灯笼。\n", "")
    [change] = add(path, lanterns=changed + "\n第六条 解释权归街道委员会。")
    assert (change.added, change.changed, change.removed, change.is_new) == (("6",), ("4",), ("2",), False)


def test_a_file_under_another_name_replaces_the_same_articles(path: Path):
    add(path, lanterns=LANTERNS)
    [change] = add(path, renamed=LANTERNS.replace("五元", "九元"))
    assert change.changed == ("4",)
    with StatuteStore.open(path) as store:
        assert [one.sources for one in store.all()] == [("renamed",)]


def test_a_law_in_several_files_is_one_law(path: Path):
    head = "# 灯笼法典\n\n# {part}\n\n2020年5月28日 通过\n\n"
    add(path, a=head.format(part="总则") + "第一条 灯笼属于街道。", b=head.format(part="点灯编") + "第二条 夜间点灯。")
    add(path, b=head.format(part="点灯编") + "第二条 夜间点两盏灯。")
    with StatuteStore.open(path) as store:
        [stored] = store.all()
        assert (stored.articles, stored.sources) == (2, ("a", "b"))
        text = store.article("灯笼法典", "2")
        assert text
        assert (text.text, text.headings) == ("夜间点两盏灯。", ("点灯编",))


def test_two_files_of_one_version_that_differ_are_not_mixed(path: Path):
    with StatuteStore.open(path) as store:
        other = LANTERNS.replace("五元", "九元")
        changes, refused = store.add(
            [("a.txt", parsed(LANTERNS)), ("b.txt", parsed(other)), ("c.txt", parsed(LANTERNS))]
        )
    assert [change.source for change in changes] == ["a.txt", "c.txt"]
    assert refused == [("b.txt", "the same statute and version as a.txt, but 第四条 differs")]


def test_an_excerpt_does_not_replace_the_whole(path: Path):
    add(path, lanterns=LANTERNS)
    excerpt = LANTERNS.split("第四条")[0]
    with StatuteStore.open(path) as store:
        changes, refused = store.add([("excerpt", parsed(excerpt))])
        assert not changes
        assert refused == [
            ("excerpt", "has only 3 of the 5 articles imported from lanterns. Remove that statute first.")
        ]
        assert store.all()[0].articles == 5


def test_versions_are_kept_apart_and_the_latest_is_searched(path: Path):
    later = LANTERNS.replace("2019年3月15日通过", "2019年3月15日通过\n2024年5月1日修正").replace("五元", "九元")
    add(path, later=later, lanterns=LANTERNS)
    with StatuteStore.open(path) as store:
        assert [(one.version, one.is_latest) for one in store.all()] == [("2024-05-01", True), ("2019-03-15", False)]
        old = store.article("中华人民共和国灯笼法", "4", "2019-03-15")
        assert old
        assert "五元" in old.text
    [hit] = [hit for hit in StatuteSearch(path).find("罚款") if hit.number == "4"]
    assert "九元" in hit.text


def test_a_statute_that_is_removed_is_not_found(path: Path, search: StatuteSearch):
    with StatuteStore.open(path) as store:
        assert not store.remove("中华人民共和国灯笼法", "1999-01-01")
        assert [one.articles for one in store.remove("中华人民共和国灯笼法")] == [5]
    assert "中华人民共和国灯笼法" not in {title for title, _ in found(search, "灯笼登记罚款")}


def test_a_search_that_is_open_sees_the_next_import(path: Path, search: StatuteSearch):
    assert not found(search, "萤火虫")
    add(path, fireflies="萤火虫保护规定\n第一条 不得捕捉萤火虫。\n第二条 本规定自公布之日起施行。")
    assert found(search, "萤火虫")[0] == ("萤火虫保护规定", "1")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("灯笼法 4", ("中华人民共和国灯笼法", "4"), id="name and number"),
        pytest.param("灯笼法第四条", ("中华人民共和国灯笼法", "4"), id="name and article"),
        pytest.param("《中华人民共和国灯笼法》第 四 条", ("中华人民共和国灯笼法", "4"), id="full title"),
        pytest.param("灯法四", ("中华人民共和国灯笼法", "4"), id="short name and Chinese number"),
        pytest.param("LTL 4", ("中华人民共和国灯笼法", "4"), id="abbreviation"),
        pytest.param("Article 4 Lantern Law", ("中华人民共和国灯笼法", "4"), id="English name"),
        pytest.param("lantern law art. 4", ("中华人民共和国灯笼法", "4"), id="English, abbreviated"),
        pytest.param("風箏管理辦法第二條", ("风筝管理办法（试行）", "2"), id="traditional characters, no bracket"),
        pytest.param("谁要向街道委员会登记", ("中华人民共和国灯笼法", "3"), id="a question"),
        pytest.param(
            "is there a fine without lantern registration?", ("中华人民共和国灯笼法", "4"), id="an English question"
        ),
        pytest.param("kites", ("风筝管理办法（试行）", "2"), id="an English plural"),
        pytest.param("wi-fi", ("风筝管理办法（试行）", "4"), id="Latin letters in the law"),
        pytest.param('"结实的线" 风筝', ("风筝管理办法（试行）", "2"), id="a phrase"),
        pytest.param("下雨带不带伞", ("关于下雨的通知", "一"), id="an item of a notice"),
    ],
)
def test_the_article_that_is_asked_for_comes_first(search: StatuteSearch, query: str, expected: tuple[str, str]):
    assert found(search, query)[0] == expected


def test_an_article_asked_for_by_number_scores_one_and_comes_once(search: StatuteSearch):
    hits = search.find("灯笼法第四条 罚款")
    assert (hits[0].number, hits[0].score) == ("4", 1.0)
    assert [hit.number for hit in hits if hit.title == hits[0].title].count("4") == 1
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_an_article_with_the_phrase_in_quotation_marks_comes_first(search: StatuteSearch):
    assert found(search, "登记 夜间 依照")[0] == ("风筝管理办法（试行）", "3")
    assert found(search, "“街道委员会登记” 夜间 依照")[0] == ("中华人民共和国灯笼法", "3")


def test_a_statute_that_is_named_comes_before_others(search: StatuteSearch):
    assert {title for title, _ in found(search, "灯笼法 夜间")[:1]} == {"中华人民共和国灯笼法"}
    assert {title for title, _ in found(search, "风筝管理办法 夜间")[:1]} == {"风筝管理办法（试行）"}


@pytest.mark.parametrize("name", ["灯笼法", "中华人民共和国灯笼法", "灯法", "LTL", "Lantern Law", "lantern law"])
def test_an_article_is_had_by_any_name_of_its_statute(search: StatuteSearch, name: str):
    hit = search.article(name, "4")
    assert hit
    assert hit.text == "未依照本法第三条登记的，处五元罚款。"


@pytest.mark.parametrize(("name", "number"), [("灯笼法", "99"), ("火把法", "1"), ("", "")])
def test_an_article_that_is_not_there_is_none(search: StatuteSearch, name: str, number: str):
    assert search.article(name, number) is None


def test_a_snippet_marks_what_was_found(search: StatuteSearch):
    hit = next(hit for hit in search.find("结实的线") if hit.number == "2")
    assert hit.snippet.marked("[", "]") == "放风筝的人应当使用[结实的线]。"


def test_a_snippet_of_a_long_article_shows_the_part_that_answers(path: Path):
    filler = "甲乙丙丁戊己庚辛。" * 40
    add(path, long=f"长法\n第一条 {filler}灯笼应当在黄昏以前点亮。{filler}\n第二条 短。")
    [hit] = StatuteSearch(path).find("黄昏点亮灯笼", 1)
    assert "[黄昏]" in hit.snippet.marked("[", "]")
    assert len(hit.snippet.text) < 100
    assert hit.snippet.text.startswith("…")


@pytest.mark.parametrize(
    "query",
    [
        *(
            "",
            " ",
            "\n",
            '"',
            '"" OR',
            "NEAR(灯笼 登记)",
            "a* AND -b",
            "';--",
            "%_",
            "\x00",
            "\ud800",
            "🙂",
            "(((",
            "第条",
        ),
        *("第一条", "¶1", "灯" * 4096, "灯笼登记罚款" * 700, '"' * 4096, "第一百条" * 1000, "a" * 4096, "《" * 4096),
    ],
)
def test_no_query_is_an_error(search: StatuteSearch, query: str):
    assert len(search.find(query)) <= 10


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_is_a_query(search: StatuteSearch, query: str):
    assert len(search.find(query, 3)) <= 3


def test_nothing_is_found_where_nothing_is_imported(path: Path):
    assert StatuteSearch(path).find("灯笼") == []
    with StatuteStore.open(path) as store:
        assert store.all() == []
    assert StatuteSearch(path).find("灯笼") == []


def test_a_file_that_is_no_database_is_told_in_one_line(path: Path):
    path.write_bytes(b"not a database, but long enough to look at" * 100)
    with pytest.raises(StatuteStoreError, match=r"statutes\.db: .*Delete it"), StatuteStore.open(path):
        pass
    with pytest.raises(StatuteStoreError, match=r"statutes\.db: .*Delete it"):
        StatuteSearch(path).find("灯笼")


def test_tables_of_another_version_are_not_touched(path: Path):
    add(path, lanterns=LANTERNS)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StatuteStoreError, match="tables of version 99, expected 1"), StatuteStore.open(path):
        pass


def test_a_second_import_waits_for_the_first_or_says_so(path: Path, monkeypatch: pytest.MonkeyPatch):
    add(path, lanterns=LANTERNS)
    monkeypatch.setattr("bot.statute_store.BUSY_SECONDS", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StatuteStoreError, match="another import is running"):
            add(path, kites=KITES)
    finally:
        other.close()


def _killed_while_indexing(path: Path) -> None:
    """Import, and be killed as a power cut would, after the index was written and before the commit."""
    build = statute_index.build

    def die(*arguments: object) -> None:
        build(*arguments)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)

    statute_index.build = die
    add(path, lanterns=LANTERNS.replace("五元", "九元"), kites=KITES)


def test_an_import_that_is_killed_leaves_what_was_there(path: Path):
    add(path, lanterns=LANTERNS)
    process = multiprocessing.get_context("spawn").Process(target=_killed_while_indexing, args=(path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    search = StatuteSearch(path)
    assert "五元" in search.find("灯笼法第四条")[0].text
    assert all(title == "中华人民共和国灯笼法" for title, _ in found(search, "风筝登记"))


def test_an_error_in_the_middle_of_an_import_leaves_what_was_there(path: Path, monkeypatch: pytest.MonkeyPatch):
    add(path, lanterns=LANTERNS)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(statute_index, "build", fail)
    with pytest.raises(KeyboardInterrupt):
        add(path, kites=KITES)
    monkeypatch.undo()
    with StatuteStore.open(path) as store:
        assert [one.title for one in store.all()] == ["中华人民共和国灯笼法"]
