"""What a sentence says of the things it names: that they are there, are not there, or neither.

The text is walked once, clause by clause, with a small state that words such as "no", "only", "need" and "of" change.
Whatever the walk cannot follow is left open: nothing is stated then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.tokens import Tokens

COMMA = frozenset(",，")
STOP = frozenset('。.?!;；\n:：()（）"《》[]【】')
_ENDS = COMMA | STOP
CLAUSE = 80
"""No clause that anybody writes has more units on either side of one."""
_MOST_UNKNOWN = 3
_TRAILS = frozenset(("了", "的", "吧", "呢", "for", "now", "yet", "currently", "entirely"))
"""What may stand behind a denial at the end of a clause."""
_NUMERALS = frozenset("零一二三四五六七八九十百千万亿")
Stated = bool | None
"""True: it is there. False: it is not. None: nothing is stated."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A small word up to the unit before `end`, and all its uses, the usual one first (see `wording/grammar.yaml`)."""

    end: int
    all: tuple[str, ...]

    @property
    def does(self) -> str:
        """Return what it does where nothing speaks for another of its uses."""
        return self.all[0]


def stated(text: Tokens, marks: Mapping[int, Mark], mentions: Mapping[int, int]) -> dict[int, Stated]:
    """Return what is said of each mention, by the unit it starts at. `mentions` maps start to end."""
    return _Walk(text, marks, mentions).run()


def ends_clause(text: Tokens, at: int) -> bool:
    """Tell whether nothing of weight stands between a unit and the end of its clause."""
    return _ends(text.keys, at)


def is_asked(text: Tokens, marks: Mapping[int, Mark], at: int) -> bool:
    """Tell whether the clause of a unit asks, or asks what one must do."""
    keys = text.keys
    first, last = max(0, at - CLAUSE), min(len(keys), at + CLAUSE)
    start = next((place + 1 for place in range(at - 1, first - 1, -1) if keys[place] in _ENDS), first)
    stop = next((place for place in range(at, last) if keys[place] in _ENDS), last)
    within = {use for place in range(start, stop) if place in marks for use in marks[place].all}
    return (
        not within.isdisjoint(("ask", "asked"))
        or keys[start] in ("how", "when", "which", "what", "多")
        or (stop < len(keys) and keys[stop] == "?")
    )


def _ends(keys: Sequence[str], at: int) -> bool:
    while at < len(keys) and keys[at] in _TRAILS:
        at += 1
    return at >= len(keys) or keys[at] in COMMA or keys[at] in STOP


class _Walk:
    def __init__(self, text: Tokens, marks: Mapping[int, Mark], mentions: Mapping[int, int]):
        self.keys = text.keys
        self.marks = marks
        self.mentions = mentions
        self.found: dict[int, Stated] = {}
        self.wished = False  # the clause says what somebody wants done, which is not done
        self.asking = _asking(text, marks)
        self.clear()

    def clear(self) -> None:
        """Start a clause: nothing denied, nothing asked."""
        self.state = "yes"
        self.named = False  # the denied or asked thing has been named
        self.lost = False  # words were met that the grammar does not know
        self.last = -1  # where the thing named last ends
        self.bare = -1  # where the thing starts that a prefix denies

    def run(self) -> dict[int, Stated]:
        at = 0
        self.equates = False  # the sentence asks whether one thing is another
        starts = True
        while at < len(self.keys):
            if starts:
                self.equates = self.keys[at] in ("is", "are")
            starts = self.keys[at] in STOP
            if at in self.mentions:
                at = self.mention(at)
            elif at in self.marks:
                mark = self.marks[at]
                getattr(self, f"on_{mark.does}", self.other)(at, mark.end)
                at = mark.end
            else:
                self.unit(at)
                at += 1
        return self.found

    # -- things and marks ------------------------------------------------------------------------------------------

    def mention(self, at: int) -> int:
        end = self.mentions[at]
        if at == self.bare:
            self.found[at] = False if self.state == "yes" else None
        else:
            self.found[at] = None if self.is_predicate(at) else self.said_of(at, end)
        self.last = end
        self.named = True
        return end

    def is_predicate(self, at: int) -> bool:
        """Tell whether it is only asked about the thing before: "is a voice changer deep synthesis?"."""
        return self.equates and at == self.last

    def said_of(self, at: int, end: int) -> Stated:
        after = self.behind(end)
        if after == "denied":
            return None if self.wished else False if self.state in ("yes", "no") else None
        if after == "asked":
            return None
        if self.state == "no":
            return None if self.lost or self.is_condition(end) else False
        if self.state == "ask":
            return True if self.is_part_of_duty(end) and not self.lost else None
        if self.state == "except":
            return self.left_out(at, end)
        return True if self.state == "yes" else None

    def unit(self, at: int) -> None:
        key = self.keys[at]
        if key in COMMA | STOP:
            self.wished = False
        if key in STOP:
            self.clear()
            self.equates = False
        elif key in COMMA:
            self.comma(at)
        elif self.state in ("no", "ask"):
            self.lost = True

    def comma(self, at: int) -> None:
        """A comma ends what was denied, except in a list: "no comments, groups or live streaming"."""
        if self.state == "no" and self.named and not self.lost:
            told = self.continues(at + 1)
            if told is not None:
                self.state = "no" if told else "open"
                return
        self.clear()

    def continues(self, at: int) -> bool | None:
        """Tell whether the list goes on behind a comma: surely, perhaps (False), or not (None)."""
        if at >= len(self.keys) or not self.keys[at].isascii():
            return None
        joined = False
        while at in self.marks and self.marks[at].does in ("join", "carry"):
            joined = joined or self.keys[at] in ("or", "nor")
            at = self.marks[at].end
        if at not in self.mentions:
            return True if self.leads_to_or(at) else None
        if joined:
            return True
        end = self.mentions[at]
        if end < len(self.keys) and self.keys[end] in ("or", "nor"):
            return True
        if end < len(self.keys) and self.keys[end] in COMMA:
            return self.continues(end + 1) or False
        return False

    def leads_to_or(self, at: int) -> bool:
        """Tell whether a few words nobody knows lead to an "or": the list goes on with another thing."""
        for place in range(at, min(at + _MOST_UNKNOWN, len(self.keys))):
            if self.keys[place] in ("or", "nor"):
                return True
            if place in self.marks or place in self.mentions:
                return False
        return False

    def other(self, at: int, end: int) -> None:
        """A mark that means nothing here is a word like any other."""
        if self.state in ("no", "ask"):
            self.lost = True

    def on_deny(self, at: int, end: int) -> None:
        is_digit = self.keys[at] == "零" and at > 0 and self.keys[at - 1] in _NUMERALS  # 一百零一万
        if self.state == "no" and not self.named and self.keys[at] == "without":
            self.clear()  # "nobody enters without a face scan"
        elif self.wished and "undo" in self.marks[at].all:
            self.state = "doubt"  # "users want to switch off the feed"
        elif self.state in ("yes", "no") and not is_digit:
            self.clear()
            self.state = "no"

    def on_prefix(self, at: int, end: int) -> None:
        self.bare = end

    def on_neutral(self, at: int, end: int) -> None:
        self.other(at, end)

    def on_doubt(self, at: int, end: int) -> None:
        self.state = "doubt"

    def on_wish(self, at: int, end: int) -> None:
        self.other(at, end)
        self.wished = True

    def on_avert(self, at: int, end: int) -> None:
        self.on_doubt(at, end)

    def on_ask(self, at: int, end: int) -> None:
        if self.state != "doubt":
            self.clear()
            self.state = "ask"

    def on_must(self, at: int, end: int) -> None:
        if self.state == "yes" and self.asking[at]:
            self.state, self.named, self.lost = "ask", False, False

    def on_act(self, at: int, end: int) -> None:
        if self.state == "ask" and not self.named:
            self.clear()

    def on_carry(self, at: int, end: int) -> None:
        if self.state == "no" and self.named and not self.lost:
            self.on_have(at, end) if self.keys[at] == "有" else None

    def on_join(self, at: int, end: int) -> None:
        """Both sides of "and" and "or" share what is said of them."""

    def on_turn(self, at: int, end: int) -> None:
        if self.state != "doubt" or self.named:
            self.clear()

    def on_pass(self, at: int, end: int) -> None:
        if self.state == "ask" or (self.state in ("no", "except") and (self.named or self.lost)):
            self.clear()
        elif self.state == "no":
            self.lost = True

    def on_have(self, at: int, end: int) -> None:
        if self.state in ("no", "ask") and (self.named or self.lost):
            self.clear()

    def on_besides(self, at: int, end: int) -> None:
        self.clear()

    def on_except(self, at: int, end: int) -> None:
        self.clear()
        self.state = "except"

    def is_condition(self, end: int) -> bool:
        """Tell whether a denial only says "without it": 不刷脸就进不了门 speaks of a door that asks for the face."""
        return "".join(self.keys[end : end + 2]).startswith(("就", "也能", "也可", "也行", "照样", "照常", "还能"))

    # -- looking around --------------------------------------------------------------------------------------------

    def behind(self, end: int) -> str:
        """Return "denied" or "asked" where the words behind a thing say so at the end of their clause."""
        at = end
        while at in self.marks and self.marks[at].does in ("link", "carry", "pass") and at - end < 4:
            at = self.marks[at].end
        mark = self.marks.get(at)
        if mark is None or mark.does not in ("denied", "asked", "deny", "ask"):
            return ""
        if not _ends(self.keys, mark.end):
            return ""
        if mark.does == "deny":
            return "denied" if self.keys[at] in ("没", "不", "关", "取") or self.keys[end] in ("are", "is") else ""
        return {"ask": "asked"}.get(mark.does, mark.does)

    def is_part_of_duty(self, end: int) -> bool:
        """Tell whether the thing only says what a duty is about: a "short-video assessment" is about short video."""
        return end in self.marks and self.marks[end].does == "duty"

    def left_out(self, at: int, end: int) -> Stated:
        """Tell what "except" says of the thing: what is said of the rest is not true of it."""
        start, stop = at, end
        while start > 0 and self.keys[start - 1] not in STOP:
            start -= 1
        while stop < len(self.keys) and self.keys[stop] not in STOP:
            stop += 1
        around = {use for place in range(start, stop) if place in self.marks for use in self.marks[place].all}
        behind = {use for place in range(end, stop) if place in self.marks for use in self.marks[place].all}
        if around & {"deny", "denied"} or "also" in behind:
            return True
        return False if "every" in around else None


def _asking(text: Tokens, marks: Mapping[int, Mark]) -> list[bool]:
    """Tell of every unit whether its clause asks something."""
    asking = [False] * len(text.keys)
    start = 0
    for at, unit in enumerate([*text.keys, "\n"]):
        if unit in COMMA or unit in STOP:
            is_question = unit == "?" or any(
                place in marks and not {"question", "ask", "asked"}.isdisjoint(marks[place].all)
                for place in range(start, at)
            )
            asking[start:at] = [is_question] * (at - start)
            start = at + 1
    return asking
