"""A draft open in two places: nothing is written over unseen, and what is stale never wins."""

import random
from uuid import UUID

from portal.bench.rows import UNIT, Cast
from portal.bench.site import Visitor
from portal.bench.works import Finished
from portal.db import transaction
from portal.drills import school
from portal.drills.crawler import Page
from portal.drills.figures import Figure
from portal.drills.ground import ask
from portal.drills.same_form import CONFLICT
from portal.models import Draft
from portal.vocabulary import Role

SEED = 20261125
STORY = "efforts_text"
OK = 200


def told(draft_id: UUID) -> str:
    """What the draft says the school has done."""
    return "".join(_answers(draft_id).get(STORY, ()))


# --- K2: two editors ------------------------------------------------------------------------------


def editors(pairs: int = 1000, drafts: int = 50) -> Figure:
    """Two people write in one shared draft from the same page; the second sees both texts."""
    made = school.settle(drafts)
    school.hire("colleague", Role.COUNSELLOR, 1, unit=UNIT)
    ask("UPDATE draft SET shared = true")
    overwritten = unseen = 0
    with school.served() as door:
        first = door.enter(Cast().counsellor)
        second = door.enter(school.address("colleague"))
        for turn in range(pairs):
            draft = made[turn % drafts]
            drawn = _page(first, draft)
            here, there = f"Första texten {turn}.", f"Andra texten {turn}."
            _save(first, draft, here, drawn)
            page = _save(second, draft, there, drawn)
            overwritten += told(draft.id) != here
            unseen += not (here in page and there in page)
    return Figure(
        f"{pairs} pairs: {overwritten} times written over, {unseen} times without both texts",
        "0, 0",
        not overwritten and not unseen,
    )


def _page(tab: Visitor, draft: Finished) -> dict[str, list[str]]:
    """The step's form as a page holds it: its fields, and what they held when it was drawn."""
    step = f"/filings/drafts/{draft.id}/situation"
    fields = next(found for _, found in Page(tab.get(step)[1]).forms if "version" in dict(found))
    answers = {**_answers(draft.id)}
    return {**answers, "version": [dict(fields)["version"]]}


def _answers(draft_id: UUID) -> dict[str, list[str]]:
    with transaction() as session:
        return dict(session.get_one(Draft, draft_id, populate_existing=True).answers)


def _save(who: Visitor, draft: Finished, text: str, page: dict[str, list[str]]) -> str:
    answers = page | {STORY: [text], "do": ["later"]}
    return who.post(f"/filings/drafts/{draft.id}/situation", **answers)[1]


# --- K7: savings out of order ---------------------------------------------------------------------


def autosave(saves: int = 1000, seed: int = SEED) -> Figure:
    """Savings arrive in any order; one that was drawn before a newer one never takes its place."""
    chance = random.Random(seed)
    (draft,) = school.settle(1)
    stale_won = lost = refused = 0
    with school.served() as door:
        tab = door.enter(Cast().counsellor)
        drawn = [_page(tab, draft)]
        for turn in range(saves):
            page, before = chance.choice(drawn), told(draft.id)
            text = f"Text {turn}."
            status = _autosave(tab, draft, text, page)
            is_fresh = page["version"] == drawn[-1]["version"]
            after = told(draft.id)
            stale_won += not is_fresh and bool(before) and after != before
            lost += is_fresh and (status != OK or after != text)
            refused += status == CONFLICT
            drawn.append(_page(tab, draft))
    return Figure(
        f"{saves} savings (seed {seed}; {refused} refused): {stale_won} times the stale text won, "
        f"{lost} times the fresh was not kept",
        "0, 0",
        not stale_won and not lost,
    )


def _autosave(tab: Visitor, draft: Finished, text: str, page: dict[str, list[str]]) -> int:
    answers = page | {STORY: [text]}
    return tab.post(f"/filings/drafts/{draft.id}/situation/autosave", **answers)[0]
