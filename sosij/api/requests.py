"""The requests of a client: posting, following, completing, withdrawing."""

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.documents import CONTENT_TYPE
from core.errors import Refusal
from core.journal import Author
from sosij.api import openapi
from sosij.api.base import IntakeView
from sosij.enums import Outcome
from sosij.exports.answer import file_name, whole_answer
from sosij.models import HelpRequest
from sosij.selectors.answers import answer_of
from sosij.selectors.intake import files_of, outcomes_of, page_after, request_of
from sosij.serializers.posted import MessageSerializer, OutcomeTold, RequestSerializer
from sosij.serializers.told import (
    AcknowledgementSerializer,
    DetailSerializer,
    OutcomeSerializer,
    PageSerializer,
    StatusSerializer,
    acknowledgement_of,
    detail_of,
    outcome_of,
    status_of,
)
from sosij.services.complement import complement
from sosij.services.intake import post_request, record_answer_read, withdraw
from sosij.services.outcomes import tell_outcome


class RequestsView(IntakeView):
    @openapi.POST
    def post(self, request: Request) -> Response:
        sent = RequestSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        posted = sent.posted(request.headers.get("Idempotency-Key", ""))
        # In local time: a request of half past midnight is of that day, not of the day before.
        made, new = post_request(self.client, posted, timezone.localtime())
        told = AcknowledgementSerializer(acknowledgement_of(made)).data
        return Response(told, status=201 if new else 200)

    @openapi.LIST
    def get(self, request: Request) -> Response:
        found, following = page_after(self.client, self._after(request))
        page = {"demandes": [status_of(row) for row in found], "suite": following or None}
        return Response(PageSerializer(page).data)

    def _after(self, request: Request) -> HelpRequest | None:
        reference = request.query_params.get("apres")
        if reference is None:
            return None
        found = request_of(self.client, reference)
        if found is None:
            raise ValidationError({"apres": [ErrorDetail("Référence inconnue.", "unknown")]})
        return found


class RequestView(IntakeView):
    @openapi.READ
    def get(self, request: Request, reference: str) -> Response:
        found = self.own_request(reference)
        answer = answer_of(found)
        if answer is not None:
            record_answer_read(found, self.client)
        told = detail_of(found, files_of(found), answer, outcomes_of(found))
        return Response(DetailSerializer(told).data)


class AnswerPdfView(IntakeView):
    @openapi.ANSWER_PDF
    def get(self, request: Request, reference: str) -> HttpResponse:
        found = self.own_request(reference)
        content = whole_answer(found)
        if content is None:
            raise Refusal("PAS_REPONDUE", "La demande n’a pas encore de réponse.")
        record_answer_read(found, self.client)
        name = f'attachment; filename="{file_name(found)}"'
        headers = {"Content-Disposition": name}
        return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)


class MessagesView(IntakeView):
    @openapi.COMPLEMENT
    def post(self, request: Request, reference: str) -> Response:
        found = self.own_request(reference)
        sent = MessageSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        held, new = complement(found, sent.added(), self.client, timezone.localtime())
        return Response(StatusSerializer(status_of(held)).data, status=201 if new else 200)


class WithdrawalView(IntakeView):
    @openapi.WITHDRAW
    def post(self, request: Request, reference: str) -> Response:
        done = withdraw(self.own_request(reference), self.client, timezone.localtime())
        return Response(StatusSerializer(status_of(done)).data)


class OutcomesView(IntakeView):
    @openapi.OUTCOME
    def post(self, request: Request, reference: str) -> Response:
        found = self.own_request(reference)
        sent = OutcomeTold(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        author = Author(at=timezone.localtime(), system=self.client.code)
        ask = tell_outcome(found, said["horizon"], Outcome(said["issue"]), author)
        return Response(OutcomeSerializer(outcome_of(ask)).data)
