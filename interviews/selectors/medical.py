"""What is behind the medical wall of an interview: asked for by practitioners alone.

Each function runs under the medical role of the database, entered for the caisse by its caller.
"""

from accounts.perimeter import Perimeter
from interviews.models import DiscussedCase, Interview, InterviewNote, OfferMove, PatientOffer


def discussed_cases(perimeter: Perimeter, interview: Interview) -> list[DiscussedCase]:
    return list(perimeter.filter(DiscussedCase.objects.filter(interview=interview)))


def notes(perimeter: Perimeter, interview: Interview) -> list[InterviewNote]:
    return list(perimeter.filter(InterviewNote.objects.filter(interview=interview)))


def offers(perimeter: Perimeter, interview: Interview) -> list[PatientOffer]:
    return list(perimeter.filter(PatientOffer.objects.filter(interview=interview)))


def offer_moves(perimeter: Perimeter, interview: Interview) -> list[OfferMove]:
    return list(perimeter.filter(OfferMove.objects.filter(interview=interview)))


def one_offer(perimeter: Perimeter, number: int) -> PatientOffer | None:
    found = perimeter.filter(PatientOffer.objects.select_related("interview"))
    return found.filter(pk=number).first()
