"""A visitor whose every click and every field is counted."""

from datetime import date
from time import monotonic

from tests.journeys.visitor import Visitor


class Counting:
    """Goes about as a visitor does, and knows how much it cost."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.clicks = self.entries = self.keys = 0
        self._began = monotonic()

    @property
    def seconds(self) -> float:
        return monotonic() - self._began

    @property
    def actions(self) -> int:
        """Clicks and field entries together."""
        return self.clicks + self.entries

    def follow(self, name: str) -> None:
        self.clicks += 1
        self.visitor.follow(name)

    def press(self, name: str) -> None:
        self.clicks += 1
        self.visitor.press(name)

    def write(self, label: str, text: str | date) -> None:
        self.entries += 1
        self.keys += len(str(text))
        self.visitor.write(label, text)

    def choose(self, question: str, *answers: str) -> None:
        self.clicks += len(answers)
        self.visitor.choose(question, *answers)

    def pick(self, label: str, option: str) -> None:
        self.entries += 1
        self.keys += len(option)
        self.visitor.pick(label, option)
