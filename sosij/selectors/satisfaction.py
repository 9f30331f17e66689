"""What doctors said of the service in the last four quarters, for the caisses of a perimeter.

Whole quarters, whatever the period of the page: two periods a month apart would give the month.
"""

from accounts.perimeter import Perimeter
from sosij.models import SurveyAnswer
from sosij.rules.satisfaction import QUESTIONS, Satisfaction, Told, counted_answers
from sosij.rules.survey import last_four_quarters


def satisfaction(perimeter: Perimeter) -> Satisfaction:
    """One query."""
    months = (last_four_quarters(perimeter.on), perimeter.on)
    rows = perimeter.filter(SurveyAnswer.objects.filter(month__range=months)).order_by()
    columns = rows.values_list("kind", "month", "departement", "brakes", *QUESTIONS)
    return counted_answers(
        Told(kind, month, departement, dict(zip(QUESTIONS, marks, strict=True)), tuple(brakes))
        for kind, month, departement, brakes, *marks in columns
    )
