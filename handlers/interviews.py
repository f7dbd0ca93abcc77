"""An interview is its events. Its state is folded from them, so that back, restart and replay are one thing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from knowledge.basics import Lang, Value

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """Where an interview stands. `read` came from the asker's words, `told` from buttons; both are stated facts."""

    text: str = ""
    lang: Lang = "en"
    day: date = date.min
    mode: Literal["ask", "check", "deadline", "feedback", "search", "assign"] = "ask"
    verdicts: tuple[str, ...] = ()
    offers: tuple[Mapping[str, Any], ...] = ()
    tentative: bool = False
    """Whether the question may have meant something else, of which `offers` has the likeliest."""
    read: Mapping[str, Value] = field(default_factory=dict)
    told: Mapping[str, Value] = field(default_factory=dict)
    likely: Mapping[str, Value] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    picked: frozenset[str] = frozenset()
    why: bool = False
    page: int = 0
    rating: bool = False
    """Whether the buttons that ask for an opinion are shown."""
    draft: Mapping[str, Any] = field(default_factory=dict)
    """What is known of a deadline that is about to be saved."""
    length: int = 0
    """How many events there were: what a button carries to tell a fresh press from a stale one."""
    can_go_back: bool = False

    @property
    def awaits_date(self) -> bool:
        """Whether this is a deadline whose date was asked for and not yet given."""
        return self.mode == "deadline" and not self.draft.get("value") and not self.draft.get("candidates")

    @property
    def facts(self) -> dict[str, Value]:
        """Everything stated; what was told by button counts over what was read."""
        return {**self.read, **self.told}


def asked(
    text: str,
    lang: Lang,
    day: date,
    verdicts: Iterable[str],
    facts: Mapping[str, Value],
    likely: Mapping[str, Value],
    offers: Iterable[Mapping[str, Any]] = (),
    mode: str = "ask",
    tentative: bool = False,
) -> dict[str, Any]:
    """Return the first event of an interview."""
    return {
        "do": "ask",
        "text": text,
        "lang": lang,
        "day": day.isoformat(),
        "mode": mode,
        "verdicts": list(verdicts),
        "facts": dict(facts),
        "likely": dict(likely),
        "offers": [dict(offer) for offer in offers],
        "tentative": tentative,
    }


def fold(events: Iterable[Event]) -> State:
    """Return the state that the events lead to. `back` takes back the last answer; unknown events change nothing."""
    history = [State()]
    count = 0
    shown = State()
    for event in events:
        count += 1
        if event["do"] == "back":
            if len(history) > 2:
                history.pop()
            shown = replace(history[-1], picked=frozenset())
        elif event["do"] == "ask":  # asked, or asked anew: the question was edited
            shown = _apply(State(), event)
            history = [State(), shown]
        elif event["do"] in ("tell", "unknown"):
            shown = _apply(shown, event)
            history.append(shown)
        else:
            shown = _apply(shown, event)
    return replace(shown, length=count, can_go_back=len(history) > 2)


def _apply(state: State, event: Event) -> State:
    match event["do"]:
        case "ask":
            return State(
                text=event["text"],
                lang=event["lang"],
                day=date.fromisoformat(event["day"]),
                mode=event["mode"],
                verdicts=tuple(event["verdicts"]),
                offers=tuple(event["offers"]),
                tentative=event.get("tentative", False),
                read=event["facts"],
                likely=event["likely"],
            )
        case "tell":
            facts: Mapping[str, Value] = event["facts"]
            return replace(
                state,
                told={**state.told, **facts},
                unknown=state.unknown - facts.keys(),
                picked=frozenset(),
                offers=(),
                tentative=False,
                verdicts=tuple(event.get("verdicts", state.verdicts)),
                page=0,
            )
        case "unknown":
            return replace(state, unknown=state.unknown | set(event["facts"]), picked=frozenset(), page=0)
        case "pick":
            return replace(state, picked=state.picked ^ {event["fact"]})
        case "why":
            return replace(state, why=not state.why)
        case "draft":
            return replace(state, draft={**state.draft, **event["draft"]})
        case "rate":
            return replace(state, rating=not state.rating)
        case "page":
            return replace(state, page=event["page"])
        case "mode":
            return replace(state, mode=event["mode"], why=False, page=0)
        case _:
            return state
