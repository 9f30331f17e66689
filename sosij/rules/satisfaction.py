"""What doctors said of the service, in counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sosij.enums import Brake, Mark, SurveyKind
from sosij.rules.survey import quarter_of


# The questions to those who used the service, by the column of their answer.
QUESTIONS = {
    "useful": "La réponse vous a-t-elle été utile\u202f?",
    "delay": "Le délai vous a-t-il convenu\u202f?",
    "clear": "La réponse était-elle claire\u202f?",
    "again": "Feriez-vous de nouveau appel à SOS IJ\u202f?",
}
Place = tuple[date, str]


@dataclass(frozen=True)
class Told:
    """One answer, as it is counted."""

    kind: str
    month: date
    departement: str
    marks: dict[str, int | None]
    brakes: tuple[str, ...]


@dataclass(frozen=True)
class Satisfaction:
    """Counts of answers: by question and mark; useful or not, and brakes, by quarter and place."""

    marks: Counter[tuple[str, Mark]] = field(default_factory=Counter)
    useful: Counter[tuple[Place, bool]] = field(default_factory=Counter)
    brakes: Counter[tuple[Place, Brake]] = field(default_factory=Counter)

    @property
    def empty(self) -> bool:
        return not self.marks and not self.brakes


def counted_answers(answers: Iterable[Told]) -> Satisfaction:
    """Each answer counts once a question, and once for each brake that it names."""
    found = Satisfaction()
    for answer in answers:
        place = (quarter_of(answer.month), answer.departement)
        if answer.kind == SurveyKind.NON_USER:
            found.brakes.update((place, Brake(brake)) for brake in answer.brakes)
            continue
        marks = {question: Mark(mark) for question, mark in answer.marks.items() if mark}
        found.marks.update(marks.items())
        found.useful[place, marks["useful"] >= Mark.RATHER_YES] += 1
    return found
