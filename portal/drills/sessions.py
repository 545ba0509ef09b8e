"""A session ends in the midst of a form: every character comes back, to the same person only."""

import random
from collections import Counter
from html import unescape

from portal.bench.rows import UNIT, Cast
from portal.bench.site import Visitor
from portal.bench.works import Finished
from portal.drills import school
from portal.drills.figures import Figure
from portal.drills.ground import ask
from portal.drills.school import Door
from portal.drills.two_places import STORY, told
from portal.vocabulary import Role

SEED = 20261125
LONG = 5000
LETTERS = "abcdefghijklmnopqrstuvwxyzåäö 0123456789"
ENDS = ("cookie gone", "ended elsewhere", "logged in anew in another tab")
KEPT_FOR = 15
"""Minutes."""


def drill(forms: int = 200, seed: int = SEED) -> Figure:
    """Let sessions end while forms of 5,000 characters are sent; log in as another, then again."""
    chance, came = random.Random(seed), Counter[str]()
    drafts = school.settle(forms)
    school.hire("colleague", Role.COUNSELLOR, 1, unit=UNIT)
    with school.served() as door:
        for turn, draft in enumerate(drafts):
            text = "".join(chance.choices(LETTERS, k=LONG)).strip()
            came += _once(door, draft, text, ENDS[turn % len(ENDS)])
    seen = ", ".join(f"{count} {what}" for what, count in sorted(came.items()))
    return Figure(
        f"{forms} forms of {LONG} characters (seed {seed}): {seen or 'nothing lost or seen'}",
        "none lost, none seen by another, none readable in the database, none given back twice "
        "or later than its time",
        not came,
    )


def _once(door: Door, draft: Finished, text: str, end: str) -> Counter[str]:
    mine, path = door.enter(Cast().counsellor), f"/filings/drafts/{draft.id}/situation"
    mine.get(path)
    _end(door, mine, end)
    mine.post(path, **{STORY: text, "do": "later"})
    came = Counter({"readable in the database": int(_readable(text))})
    came["seen by another"] += text in _held(door.enter(school.address("colleague")))
    again = door.enter(Cast().counsellor)
    came["given back too late"] += _is_held_at_the_end_of_its_time(again, text)
    came["lost"] += text not in _held(again)
    again.post(path, **{STORY: text, "do": "later", "held_form": "1"})
    came["lost"] += told(draft.id) != text
    came["given back twice"] += text in _held(again)
    return +came


def _end(door: Door, mine: Visitor, end: str) -> None:
    if end == "cookie gone":
        mine.cookies.pop("session")
    elif end == "ended elsewhere":
        ask(
            "UPDATE user_account SET session_version = session_version + 1 WHERE email = %s",
            Cast().counsellor,
        )
    else:
        mine.cookies = door.enter(Cast().counsellor).cookies


def _is_held_at_the_end_of_its_time(who: Visitor, text: str) -> bool:
    turn = "UPDATE held_form SET held_at = held_at + %s * interval '1 minute'"
    ask(turn, -KEPT_FOR)
    seen = text in _held(who)
    ask(turn, KEPT_FOR)
    return seen


def _readable(text: str) -> bool:
    stored = ask("SELECT encode(fields, 'escape') FROM held_form")
    return any(text[:40] in str(fields) for (fields,) in stored)


def _held(who: Visitor) -> str:
    return unescape(who.get("/held")[1])
