"""Options that several commands share, read from words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import click

LAW_ZONE = ZoneInfo("Asia/Shanghai")


def legal_day(text: str | None) -> date:
    """Return the legal day that `--as-of` names; without it, today in China."""
    if text is None:
        return datetime.now(UTC).astimezone(LAW_ZONE).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f'cannot read "{text}" as a day. Example: --as-of 2026-11-22') from None
