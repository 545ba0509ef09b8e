"""All drills by name, and running them: a line for each."""

import sys
import traceback
from functools import partial

from portal.drills import (
    canary,
    deadlines,
    faulty_imports,
    ground,
    invitations,
    mail_server,
    offline,
    owners,
    queue,
    same_form,
    sessions,
    submit,
    two_places,
    worker,
)
from portal.drills.figures import Drill, Figure, meant

DRILLS = (
    Drill("worker", worker.drill),
    Drill("submit", submit.drill),
    *(Drill(f"redis-{way.replace(' ', '-')}", partial(queue.drill, way)) for way in queue.WAYS),
    Drill("smtp-minutes", mail_server.minutes),
    Drill("smtp-answers", mail_server.answers),
    *(
        Drill(f"smtp-{manner.replace(' ', '-')}", partial(mail_server.days, manner))
        for manner in mail_server.DAYS
    ),
    Drill("canary", canary.drill),
    Drill("calendar", invitations.drill),
    Drill("deadlines", deadlines.drill),
    Drill("filing-owner", owners.drill),
    Drill("filing-editors", two_places.editors),
    Drill("filing-twice", same_form.twice),
    Drill("filing-same-pupil", same_form.same_pupil),
    Drill("filing-sessions", sessions.drill),
    Drill("filing-autosave", two_places.autosave),
    Drill("filing-offline", offline.drill),
    Drill("filing-imports", faulty_imports.drill),
)


def drill(wanted: str = "") -> bool:
    """Run all, a group or one, each on a database of its own; whether all have held."""
    chosen = meant(wanted, DRILLS)
    if not chosen:
        print(f"There is no such drill; there are: {', '.join(one.name for one in DRILLS)}.")
        return False
    well = True
    with ground.servers():
        for one in chosen:
            with ground.fresh():
                figure = _seen(one)
            print(figure.line(one.name), flush=True)
            well = well and figure.holds
    return well


def _seen(one: Drill) -> Figure:
    """A drill that cannot be carried out has not held; the others are run all the same."""
    try:
        return one.run()
    except Exception as error:  # noqa: BLE001 (whatever it was, its line says so)
        traceback.print_exc(file=sys.stderr)
        return Figure(f"broke off: {type(error).__name__}", "to be carried out", holds=False)
