"""Settings, read once from `config.toml` and the environment, then frozen.

Every setting can also come from the environment: `REDLINE_DATABASE`, `REDLINE_TELEGRAM__TOKEN`. The environment wins.
Without a file every setting has its default.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from bot.failure import Failure

PREFIX = "REDLINE_"
SECRET = re.compile(r"[\w-]{16,256}", re.ASCII)
CREDENTIAL = "redline-token"
"""The name under which systemd hands over the token (`LoadCredential=redline-token:…`)."""


class ConfigError(Failure):
    """The settings cannot be used. The message speaks to whoever runs the bot."""


Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
Count = Annotated[int, msgspec.Meta(ge=1)]


class _Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Telegram(_Section, frozen=True):
    """How to reach the Bot API."""

    token: str = ""
    token_file: Path | None = None
    base_url: str = "https://api.telegram.org"
    proxy: str | None = None


class Webhook(_Section, frozen=True):
    """Where Telegram delivers updates. Without `url` the bot polls."""

    url: str = ""
    secret: str = ""
    listen: str = "127.0.0.1"
    port: Port = 8443


class Privacy(_Section, frozen=True):
    """How long what people wrote is kept."""

    retention_days: int = 90
    log_messages: bool = False


class Limits(_Section, frozen=True):
    """What one user and one chat may ask of the bot in a minute, and what the bot says in a second."""

    per_user: Count = 60
    """Telegram lets a bot say one thing a second in a private chat."""
    per_chat: Count = 60
    per_second: Annotated[int, msgspec.Meta(ge=0)] = 30
    """Telegram's limit for a bot, unless it pays for more; 0 leaves it to Telegram to say stop."""


class Operations(_Section, frozen=True):
    """For whoever runs it."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    http_port: Port = 0
    """Port of /healthz and /metrics on the loopback address; 0 switches them off."""


class Config(_Section, frozen=True):
    """Everything that can be set."""

    database: Path | None = None
    data_folder: Path | None = None
    knowledge: Path | None = None
    language: Literal["zh", "en", "auto"] = "auto"
    timezone: str = "Asia/Shanghai"
    maintainers: tuple[int, ...] = ()
    maintainers_chat: int | None = None
    allowed_chats: tuple[int, ...] = ()
    telegram: Telegram = Telegram()
    webhook: Webhook = Webhook()
    privacy: Privacy = Privacy()
    limits: Limits = Limits()
    operations: Operations = Operations()

    @property
    def folder(self) -> Path:
        """The folder for the database, the loaded calendars and the cache."""
        return self.data_folder or default_folder(os.environ)

    @property
    def database_path(self) -> Path:
        """The SQLite file."""
        return self.database or self.folder / "redline.db"

    @property
    def api_url(self) -> str:
        """The base URL as the Bot API wants it: up to and with `/bot`."""
        base = self.telegram.base_url.rstrip("/")
        return base if base.endswith("/bot") else f"{base}/bot"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which chats live until they choose their own."""
        return ZoneInfo(self.timezone)


def default_folder(environment: Mapping[str, str]) -> Path:
    """Return the user's data folder for this program."""
    base = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "redline"


def load(path: Path | None = None, environment: Mapping[str, str] | None = None) -> Config:
    """Read `path`, or `config.toml` in the current folder if there is one, and the environment.

    Raises ConfigError for a file that is missing or broken, a setting that is unknown, or a value of the wrong kind.
    """
    environment = os.environ if environment is None else environment
    settings: dict[str, Any] = {}
    chosen = path or (Path(environment["REDLINE_CONFIG"]) if environment.get("REDLINE_CONFIG") else None)
    if chosen is not None or Path("config.toml").is_file():
        settings = _read(chosen or Path("config.toml"))
    name = str(chosen or "config.toml")
    _check_names(settings, Config, name, "")
    config = _convert(settings, name)
    overrides = _from_environment(environment)
    return _convert(_merge(settings, overrides), "environment") if overrides else config


def token(config: Config, environment: Mapping[str, str] | None = None) -> str:
    """Return the bot's token from the setting, its file, or systemd's credentials. Raises ConfigError without one."""
    environment = os.environ if environment is None else environment
    found = config.telegram.token
    folder = environment.get("CREDENTIALS_DIRECTORY")
    for path in (config.telegram.token_file, Path(folder) / CREDENTIAL if folder else None):
        if not found and path is not None:
            try:
                found = path.read_text(encoding="utf-8").strip()
            except OSError as error:
                if path == config.telegram.token_file:
                    raise ConfigError(f"telegram.token_file: cannot read {path}: {error.strerror}.") from None
    if not found:
        raise ConfigError("no token. Get one from @BotFather and set REDLINE_TELEGRAM__TOKEN or telegram.token_file.")
    number, colon, secret = found.partition(":")
    if not (colon and number.isdigit() and len(secret) >= 8 and found.isascii() and not any(map(str.isspace, found))):
        raise ConfigError("telegram.token is not a token. BotFather's look like 123456789:AAExampleExample.")
    return found


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file. Copy config.example.toml to start one.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not readable as TOML: {error}.") from None


def _check_names(settings: Mapping[str, Any], kind: type[msgspec.Struct], where: str, prefix: str) -> None:
    fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
    for name, value in settings.items():
        if name not in fields:
            known = ", ".join(prefix + known for known in fields)
            raise ConfigError(f'{where}: unknown setting "{prefix}{name}". Known settings: {known}.')
        section = fields[name]
        if isinstance(value, Mapping) and isinstance(section, type) and issubclass(section, msgspec.Struct):
            _check_names(value, section, where, f"{prefix}{name}.")


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in environment.items():
        if name.startswith(PREFIX) and name != "REDLINE_CONFIG":
            steps = name.removeprefix(PREFIX).lower().split("__")
            place = found
            for step in steps[:-1]:
                place = place.setdefault(step, {})
                if not isinstance(place, dict):
                    raise ConfigError(f'environment: {name}: "{step}" is set as a value already.')
            place[steps[-1]] = value.split(",") if steps[-1] in ("maintainers", "allowed_chats") else value
    _check_names(found, Config, "environment", "")
    return found


def _merge(settings: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(settings)
    for name, value in overrides.items():
        inner = merged.get(name)
        merged[name] = _merge(inner, value) if isinstance(value, Mapping) and isinstance(inner, Mapping) else value
    return merged


def _path(kind: type, value: object) -> object:
    if not isinstance(value, str | Path):
        raise ValueError("Expected a path")
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise ValueError(f"No home folder for {value}") from None


def _convert(settings: Mapping[str, Any], where: str) -> Config:
    try:
        config = msgspec.convert(settings, Config, strict=where != "environment", dec_hook=_path)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at ")
        setting = place.strip("`").removeprefix("$.")
        raise ConfigError(f"{where}: {setting or 'settings'}: {message[0].lower() + message[1:]}.") from None
    try:
        ZoneInfo(config.timezone)
    except (KeyError, ValueError, OSError):
        raise ConfigError(f'{where}: unknown timezone "{config.timezone}". Example: Asia/Shanghai.') from None
    if config.webhook.url and not SECRET.fullmatch(config.webhook.secret):
        raise ConfigError(
            f"{where}: webhook.secret is needed, or anybody could speak as Telegram: "
            "16 to 256 characters of A-Z, a-z, 0-9, _ and -."
        )
    if config.privacy.retention_days < 0:
        raise ConfigError(f"{where}: privacy.retention_days is {config.privacy.retention_days}; 0 keeps nothing.")
    return config
