"""Search over imported statutes at growing sizes, beside FTS5 and rapidfuzz in the same run; and its recall.

Recall needs questions with known answers. Point REDLINE_STATUTE_QUESTIONS to a folder with statutes in `statutes/` and
`questions.jsonl`, each line {"question": …, "articles": [[title, number], …]}. The public STARD set can be put in that
form; it does not ship with the project.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from benchmarks.statute_data import Maker
from benchmarks.statute_systems import Fts5, Ours, Rapidfuzz, measure

from knowledge import statute_text, statutes
from knowledge.statutes import Statute

QUESTIONS = 200
BRUTE_FORCE_QUESTIONS = 40
"""Of the questions, evenly chosen: each takes rapidfuzz a second."""
Question = tuple[str, frozenset[tuple[str, str]]]
MEMORY = (
    "import sys, pathlib; from bot.statute_search import StatuteSearch\n"
    "resident = lambda: int(pathlib.Path('/proc/self/statm').read_text().split()[1]) * 4096 / 1e6\n"
    "search = StatuteSearch(pathlib.Path(sys.argv[1])); before = resident(); search.find('个人信息保护')\n"
    "print(f'resident {before:.0f} MB before the first query, {resident():.0f} MB after it')"
)


def parsed(files: list[tuple[str, bytes]]) -> list[tuple[str, Statute]]:
    return [(name, statutes.parse(name, statute_text.read(name, content))) for name, content in files]


def some(questions: list[Question]) -> list[Question]:
    """Return evenly chosen ones, for what takes long."""
    return questions[:: max(1, len(questions) // BRUTE_FORCE_QUESTIONS)]


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("articles", [1_000, 10_000, 50_000, 100_000])
def test_growth(articles: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = Maker(seed=articles)
    files = [(name, text.encode()) for name, text in maker.statutes(articles)]
    start = time.perf_counter()
    collection = parsed(files)
    reading = time.perf_counter() - start
    questions = [(maker.question(), frozenset()) for _ in range(QUESTIONS)]
    ours = Ours(tmp_path, collection)
    with capsys.disabled():
        print(f"\n{articles:7,} articles  read and parsed in {reading:.1f} s")
        print(measure(ours, articles, questions).line())
        print(measure(Fts5(tmp_path, collection), articles, questions).line())
        print(measure(Rapidfuzz(tmp_path, collection), articles, some(questions)).line())
        told = subprocess.run(
            [sys.executable, "-c", MEMORY, str(ours.path)], capture_output=True, text=True, check=True
        )
        print(f"{articles:7,} articles  {told.stdout.strip()}")


@pytest.mark.timeout(900)
@pytest.mark.skipif(
    "REDLINE_STATUTE_QUESTIONS" not in os.environ, reason="no folder of statutes and questions is named"
)
def test_recall(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(os.environ["REDLINE_STATUTE_QUESTIONS"])
    start = time.perf_counter()
    files = [(str(path.relative_to(folder)), path.read_bytes()) for path in sorted(folder.glob("statutes/**/*.*"))]
    collection = parsed(files)
    reading = time.perf_counter() - start
    lines = [json.loads(line) for line in (folder / "questions.jsonl").read_text().splitlines()]
    questions = [(line["question"], frozenset((title, number) for title, number in line["articles"])) for line in lines]
    articles = sum(len(statute.articles) for _, statute in collection)
    with capsys.disabled():
        print(f"\n{articles:7,} articles  read and parsed in {reading:.1f} s; {len(questions)} questions")
        print(measure(Ours(tmp_path, collection), articles, questions).line())
        print(measure(Fts5(tmp_path, collection), articles, questions).line())
        print(measure(Rapidfuzz(tmp_path, collection), articles, some(questions)).line())
