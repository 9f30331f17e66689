"""What the description says of each operation: words, statuses, examples."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
)

from sosij.api import examples
from sosij.serializers.posted import MessageSerializer, OutcomeTold, RequestSerializer
from sosij.serializers.tokens import (
    OAuthErrorSerializer,
    TokenRequestSerializer,
    TokenSerializer,
)
from sosij.serializers.told import (
    AcknowledgementSerializer,
    DetailSerializer,
    ErrorSerializer,
    OutcomeSerializer,
    PageSerializer,
    StatusSerializer,
)


class BearerTokenScheme(OpenApiAuthenticationExtension):
    target_class = "sosij.api.tokens.BearerToken"
    name = "jeton"

    def get_security_definition(self, auto_schema: object) -> dict[str, Any]:
        del auto_schema
        flow = {"tokenUrl": "/api/sos-ij/v1/jeton/", "scopes": {}}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}


REFUSALS = {
    400: "Demande mal formée : voir `champs`.",
    401: "Jeton absent, inconnu ou expiré.",
    404: "Rien à cette adresse pour ce client.",
    409: "L’état de la demande ne le permet pas.",
    413: "Corps trop grand.",
    415: "Type de corps refusé.",
    422: "Demande comprise, mais refusée : la phrase dit pourquoi.",
    429: "Trop d’appels dans la minute : voir l’en-tête Retry-After.",
}
TAGS = ["Demandes"]
FORM = "application/x-www-form-urlencoded"
REFERENCE = OpenApiParameter(
    "reference",
    {"type": "string", "pattern": "^[0-9]{4}-[0-9]{5,7}$"},
    OpenApiParameter.PATH,
    description="Référence donnée par l’accusé de réception.",
    examples=[OpenApiExample("Référence", examples.REFERENCE)],
)
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[!-~]{1,100}$"},
    OpenApiParameter.HEADER,
    required=True,
    description="Une clé par demande, la même à chaque nouvel essai ; un UUID convient.",
    examples=[OpenApiExample("UUID", examples.KEY)],
)
AFTER = OpenApiParameter(
    "apres",
    {"type": "string", "pattern": "^[0-9]{4}-[0-9]{5,7}$"},
    OpenApiParameter.QUERY,
    description="Dernière référence reçue : la page suivante commence après elle.",
)


def told(serializer: object, words: str, example: object) -> OpenApiResponse:
    shown = OpenApiExample("Exemple", example, response_only=True)
    return OpenApiResponse(serializer, description=words, examples=[shown])


def refused(*statuses: int) -> dict[int, OpenApiResponse]:
    return {
        status: told(ErrorSerializer, REFUSALS[status], examples.REFUSALS[status])
        for status in statuses
    }


def sent(example: dict[str, Any], media: str = "application/json") -> OpenApiExample:
    return OpenApiExample("Exemple", example, request_only=True, media_type=media)


TOKEN = extend_schema(
    operation_id="obtenir_jeton",
    tags=["Jeton"],
    summary="Obtenir un jeton",
    description=(
        "OAuth 2.0, client credentials (RFC 6749 §4.4) : le client se prouve par l’en-tête Basic ou"
        " dans le corps, jamais par les deux."
    ),
    auth=[],
    request={FORM: TokenRequestSerializer},
    responses={
        200: told(TokenSerializer, "Le jeton.", examples.TOKEN),
        400: told(OAuthErrorSerializer, "Formulaire refusé.", examples.TOKEN_REFUSED),
        401: told(OAuthErrorSerializer, "Client inconnu ou secret faux.", examples.TOKEN_UNKNOWN),
        **refused(413, 415, 429),
    },
    examples=[sent(examples.TOKEN_ASKED, FORM)],
)
POST = extend_schema(
    operation_id="deposer_demande",
    tags=TAGS,
    summary="Déposer une demande",
    description=(
        "La demande est numérotée, datée et gardée avant l’accusé de réception. La même clé avec le"
        " même corps rend la même demande (200) ; avec un autre corps, elle est refusée (422). Les"
        " champs inconnus sont ignorés."
    ),
    parameters=[KEY],
    request=RequestSerializer,
    responses={
        201: told(AcknowledgementSerializer, "Demande reçue.", examples.ACKNOWLEDGED),
        200: told(AcknowledgementSerializer, "Déjà reçue sous cette clé.", examples.ACKNOWLEDGED),
        **refused(400, 401, 413, 415, 422, 429),
    },
    examples=[sent(examples.ASKED)],
)
LIST = extend_schema(
    operation_id="lister_demandes",
    tags=TAGS,
    summary="Lister ses demandes",
    description="Dans l’ordre de réception, par cinquante ; les seules demandes de ce client.",
    parameters=[AFTER],
    responses={
        200: told(PageSerializer, "Une page.", examples.PAGE),
        **refused(400, 401, 429),
    },
)
READ = extend_schema(
    operation_id="suivre_demande",
    tags=TAGS,
    summary="Suivre une demande et lire la réponse",
    description=(
        "L’état, l’échéance, ce que l’antivirus a dit des pièces et, une fois répondue, le texte de"
        " la réponse."
    ),
    parameters=[REFERENCE],
    responses={
        200: told(DetailSerializer, "La demande.", examples.ANSWERED),
        **refused(401, 404, 429),
    },
)
ANSWER_PDF = extend_schema(
    operation_id="lire_reponse_pdf",
    tags=TAGS,
    summary="Prendre la réponse en PDF",
    description=(
        "Une page A4 à remettre au médecin : la question, la réponse, leurs dates. Une fois la"
        " demande répondue ; avant, 409. À ne garder dans aucun cache."
    ),
    parameters=[REFERENCE],
    responses={
        (200, "application/pdf"): told(OpenApiTypes.BINARY, "Le PDF.", examples.PDF),
        **refused(401, 404, 409, 429),
    },
)
COMPLEMENT = extend_schema(
    operation_id="completer_demande",
    tags=TAGS,
    summary="Compléter une demande",
    description=(
        "Tant qu’elle est ouverte. Un texte ou une pièce envoyés deux fois sont gardés une fois"
        " (200). Si le délai était arrêté dans l’attente du médecin, il court de nouveau."
    ),
    parameters=[REFERENCE],
    request=MessageSerializer,
    responses={
        201: told(StatusSerializer, "Complément reçu.", examples.STATUS),
        200: told(StatusSerializer, "Complément déjà reçu.", examples.STATUS),
        **refused(400, 401, 404, 409, 413, 415, 422, 429),
    },
    examples=[sent(examples.MESSAGE)],
)
WITHDRAW = extend_schema(
    operation_id="retirer_demande",
    tags=TAGS,
    summary="Retirer une demande",
    description="Le médecin n’en a plus besoin. Retirer deux fois ne change rien. Sans corps.",
    parameters=[REFERENCE],
    request=None,
    responses={
        200: told(StatusSerializer, "Demande retirée.", examples.WITHDRAWN),
        **refused(401, 404, 409, 429),
    },
)
OUTCOME = extend_schema(
    operation_id="dire_issue",
    tags=TAGS,
    summary="Dire ce que la situation est devenue",
    description=(
        "Une fois la question posée, 30 puis 90 jours après la réponse. Redire corrige ; rien n’est"
        " lié à un profil du médecin."
    ),
    parameters=[REFERENCE],
    request=OutcomeTold,
    responses={
        200: told(OutcomeSerializer, "Issue gardée.", examples.OUTCOME),
        **refused(400, 401, 404, 409, 413, 415, 429),
    },
    examples=[sent(examples.OUTCOME_TOLD)],
)
