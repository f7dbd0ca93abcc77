"""The word lists that bring plain words and English to the words of the law."""

import re
from pathlib import Path

import pytest

from knowledge import statute_words
from knowledge.normalise import normalise


@pytest.mark.parametrize("file", [statute_words.PLAIN, statute_words.ENGLISH], ids=["plain words", "English"])
def test_every_word_leads_to_words_of_the_law(file: Path):
    for word, meant in statute_words.load(file).items():
        assert normalise(word).text == word, f"{word}: a query is looked through in lower case"
        assert meant, word
        assert all(re.search("[\u4e00-\u9fff]", chinese) for chinese in meant), word
        assert word not in meant, word
