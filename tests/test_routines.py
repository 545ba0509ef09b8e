"""Presets: each number with its source, and rows that are the municipality's to change."""

import pytest
from sqlalchemy import inspect

from portal import routines
from portal.models import Routine
from portal.vocabulary import AbsenceTrigger, FormKind

NOT_SETTINGS = {"id", "municipality_code", "kind", "changed_at", "absence_percent"}
ABSENCE = {"absence_trigger", "absence_hours", "absence_occasions"}


@pytest.mark.parametrize("name", routines.PRESETS)
def test_a_preset_says_every_setting_of_every_kind_and_whence_it_comes(name):
    columns = {column.key for column in inspect(Routine).columns} - NOT_SETTINGS

    for kind, settings in routines.preset(name).settings.items():
        expected = columns if kind is FormKind.ABSENCE else columns - ABSENCE
        assert settings.keys() == expected
        assert all(setting.note for setting in settings.values())


def test_the_presets_are_those_of_the_plans_and_our_own():
    assert set(routines.PRESETS) == {"nacka", "norrkoping", "huddinge", "standard"}


def test_only_numbers_the_document_gives_are_called_its_own():
    given = {
        (name, kind.value, field): setting.value
        for name in routines.PRESETS
        for kind, settings in routines.preset(name).settings.items()
        for field, setting in settings.items()
        if not setting.ours and name != routines.STANDARD
    }

    assert given == {
        ("nacka", "at_risk", "opens_meeting"): True,
        ("nacka", "absence", "opens_meeting"): False,
        ("nacka", "absence", "absence_trigger"): AbsenceTrigger.CSN_REPORTED,
        ("nacka", "dropout", "opens_meeting"): False,
        ("norrkoping", "at_risk", "acknowledge_days"): 5,
        ("norrkoping", "at_risk", "opens_meeting"): True,
        ("norrkoping", "absence", "acknowledge_days"): 5,
        ("norrkoping", "dropout", "acknowledge_days"): 5,
        ("norrkoping", "dropout", "opens_meeting"): False,
        ("norrkoping", "dropout", "first_contact_days"): 20,
    }


def test_an_unknown_preset_is_an_error():
    with pytest.raises(KeyError):
        routines.preset("../secrets")
