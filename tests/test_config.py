"""Settings that cannot be used are refused in one line, whatever they are; and where the token may come from."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as running
from hypothesis import strategies as st

from bot.config import Config, ConfigError, load, token

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"
TOKEN = "123456789:AAExample_Example-Example"


@pytest.fixture
def file(tmp_path: Path):
    """Write a settings file and return its path."""

    def file(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return path

    return file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[limits]\nper_user = 'many'", "limits.per_user: expected `int`, got `str`"),
        ("[limits]\nper_user = 0", "limits.per_user: expected `int` >= 1"),
        ("[operations]\nhttp_port = 65536", "operations.http_port: expected `int` <= 65535"),
        ("database = 7", "database: expected a path"),
        ("database = '~nobody-of-this-name/x'", "no home folder for ~nobody-of-this-name/x"),
        ("timezone = '../../etc/passwd'", "unknown timezone"),
        ("\udcff", "cannot be read"),
        ("telegram = 7", "telegram: expected `object`"),
    ],
)
def test_a_mistake_is_said_in_one_line(file, text, said):
    with pytest.raises(ConfigError) as caught:
        load(file(text), {})
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_named_but_not_there_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="no such file"):
        load(tmp_path / "none.toml", {})


def test_the_token_comes_from_the_setting_or_a_file_or_systemd(tmp_path):
    (tmp_path / "redline-token").write_text(TOKEN + "\n")
    named = load(environment={"REDLINE_TELEGRAM__TOKEN_FILE": str(tmp_path / "redline-token")})
    assert token(named, {}) == TOKEN
    assert token(Config(), {"CREDENTIALS_DIRECTORY": str(tmp_path)}) == TOKEN


@pytest.mark.parametrize(
    "found", ["", "token", "123:short", "123456789:AA Example", "abc:AAExample_Example", "1:ÄÄÄÄÄÄÄÄÄÄ"]
)
def test_what_is_no_token_is_refused_without_being_shown(found):
    with pytest.raises(ConfigError) as caught:
        token(load(environment={"REDLINE_TELEGRAM__TOKEN": found}), {})
    assert len(found) < 6 or found not in str(caught.value)


values = st.recursive(
    st.one_of(st.integers(-(2**63), 2**63 - 1), st.booleans(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=5,
)
names = st.sampled_from(
    [*(field.name for field in msgspec.structs.fields(Config)), "token", "url", "per_user", "x", ""]
)


@running(suppress_health_check=list(HealthCheck))
@given(settings=st.dictionaries(names, st.one_of(values, st.dictionaries(names, values, max_size=3)), max_size=4))
def test_any_settings_are_taken_or_refused(tmp_path_factory, settings):
    tomli_w = pytest.importorskip("tomli_w")
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(tomli_w.dumps(settings), encoding="utf-8")
    taken_or_refused(lambda: load(path, {}))


@given(text=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_file_is_taken_or_refused(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "bytes.toml"
    path.write_bytes(text)
    taken_or_refused(lambda: load(path, {}))


@given(
    environment=st.dictionaries(
        st.one_of(
            st.lists(names, min_size=1, max_size=3).map(lambda steps: "REDLINE_" + "__".join(steps).upper()),
            st.from_regex(r"REDLINE_[A-Z_]{0,12}", fullmatch=True),
        ),
        st.text(max_size=12),
        max_size=4,
    )
)
def test_any_environment_is_taken_or_refused(environment):
    environment.pop("REDLINE_CONFIG", None)
    taken_or_refused(lambda: load(EXAMPLE, environment))


def taken_or_refused(action) -> None:
    said = ""
    try:
        action()
    except ConfigError as error:
        said = str(error)
    assert "\n" not in said
