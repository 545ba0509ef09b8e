"""A list says of itself what its field says, and nothing more."""

from wtforms import Form

from forms.choices import ListField, as_choices


class Asked(Form):
    where = ListField(
        choices=as_choices([("", "Alla"), ("0182", "Nacka & <omnejd>")]), default="0182"
    )


def test_a_list_that_may_be_left_alone_can_be_chosen_from():
    (_, asked), *_rest = [str(Asked().where()).split("<select", 1)]

    assert asked.startswith(' id="where" name="where">')


def test_a_list_shows_what_is_chosen_and_no_markup_of_a_labels_own():
    said = str(Asked().where())

    assert '<option selected value="0182">Nacka &amp; &lt;omnejd&gt;</option>' in said
    assert said.count("selected") == 1


def test_a_list_that_is_switched_off_says_so():
    assert "disabled" in str(Asked().where(disabled=True))
