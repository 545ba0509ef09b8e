"""The same form sent again and again, the same pupil filed about by several: one case, no leak."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from portal.bench.rows import UNIT, Cast
from portal.bench.site import Visitor
from portal.bench.works import Finished, write_drafts
from portal.drills import school
from portal.drills.figures import Figure
from portal.drills.ground import ask, number
from portal.drills.school import SEE_OTHER
from portal.vocabulary import Role

ANOTHER_UNIT = (
    "SELECT code FROM school_unit WHERE complete AND municipality_code <> '0182' ORDER BY code"
)
NOT_FOUND, CONFLICT = 404, 409
CASES = "SELECT count(*) FROM case_thread"
LINKED = "SELECT count(*) FROM case_thread WHERE school_unit_code = %s AND filings_count = %s"
REFERENCES = "SELECT reference FROM case_thread WHERE school_unit_code = %s"


def _another_unit() -> str:
    return str(ask(ANOTHER_UNIT)[0][0])


def send(tab: Visitor, draft: Finished) -> tuple[int, str]:
    """Hand a draft in; the status, and where it leads or what the page says."""
    return tab.post(f"/filings/drafts/{draft.id}/send", seen=draft.seen)


def _is_receipt(answer: tuple[int, str]) -> bool:
    return answer[0] == SEE_OTHER and answer[1].endswith("/receipt")


# --- K3: the same form, from many tabs ------------------------------------------------------------


def twice(drafts: int = 20, at_once: int = 50) -> Figure:
    """Send each draft from so many tabs at once, then with another text, then as a stranger."""
    made = school.settle(drafts)
    school.hire("stranger", Role.COUNSELLOR, 1, unit=_another_unit())
    came: Counter[str] = Counter()
    with school.served(workers=2) as door, ThreadPoolExecutor(at_once) as hands:
        first = door.enter(Cast().counsellor)
        tabs = [first, *(door.tab(first) for _ in range(at_once - 1))]
        stranger = door.enter(school.address("stranger"))
        for draft in made:
            answers = set(hands.map(send, tabs, [draft] * at_once))
            came["not one receipt"] += len(answers) != 1 or not all(map(_is_receipt, answers))
            changed = Finished(draft.id, draft.seen.replace("Wilma", "Vilma"))
            status, page = send(tabs[0], changed)
            came["other text not shown beside"] += status != CONFLICT or "Vilma" not in page
            came["there for a stranger"] += send(stranger, draft)[0] != NOT_FOUND
    cases = number(CASES)
    return Figure(
        f"{drafts} forms sent from {at_once} tabs at once: {cases} cases, "
        + ", ".join(f"{count} {what}" for what, count in sorted(came.items())),
        "one case each, the others 0",
        cases == drafts and not any(came.values()),
    )


# --- K4: the same pupil, by two people of a school and by another school --------------------------


def same_pupil(pupils: int = 200) -> Figure:
    """Three people file about the same pupil in the same instant."""
    unit = _another_unit()
    mine = school.settle(pupils)
    (colleague,) = school.hire("colleague", Role.COUNSELLOR, 1, unit=UNIT)
    (stranger,) = school.hire("stranger", Role.COUNSELLOR, 1, unit=unit)
    theirs, elsewhere = write_drafts(colleague, pupils), write_drafts(stranger, pupils)
    ask("UPDATE draft SET school_unit_code = %s WHERE author_id = %s", unit, stranger)
    with school.served(workers=2) as door, ThreadPoolExecutor(3) as hands:
        people = [
            door.enter(one)
            for one in (Cast().counsellor, school.address("colleague"), school.address("stranger"))
        ]
        unsent = sum(
            _file_at_once(hands, people, drafts)
            for drafts in zip(mine, theirs, elsewhere, strict=True)
        )
        leaks = _leaks(people[2], unit) + _leaks(people[0], UNIT)
    linked, apart = number(LINKED, UNIT, 2), number(LINKED, unit, 1)
    return Figure(
        f"{pupils} pupils, each filed about by three at once: {linked} times one case of the two "
        f"at one school, {apart} times another for the other school, {unsent} without a receipt, "
        f"{leaks} references of the other school seen",
        f"{pupils}, {pupils}, 0, 0",
        linked == apart == pupils and not unsent and not leaks,
    )


def _file_at_once(
    hands: ThreadPoolExecutor, people: Sequence[Visitor], drafts: Sequence[Finished]
) -> int:
    """How many have no receipt, also when they press once more."""
    together = Barrier(len(people))

    def press(who: Visitor, draft: Finished) -> bool:
        together.wait()
        return _is_receipt(send(who, draft)) or _is_receipt(send(who, draft))

    return sum(not held for held in hands.map(press, people, drafts))


def _leaks(reader: Visitor, own_unit: str) -> int:
    """How many references of other schools stand on the pages of somebody's own school."""
    others = ask("SELECT reference FROM case_thread WHERE school_unit_code <> %s", own_unit)
    own = [str(reference) for (reference,) in ask(REFERENCES, own_unit)]
    pages = "".join(reader.get(path)[1] for path in ("/", "/school/cases", "/filings/new"))
    pages += "".join(reader.get(f"/filings/{reference}/1/receipt")[1] for reference in own)
    pages += "".join(reader.get(f"/cases/{reference}")[1] for reference in own)
    return sum(str(reference) in pages for (reference,) in others)
