"""The exchange of RFC 6749, for the description: the view reads the form itself."""

from rest_framework import serializers


class TokenRequestSerializer(serializers.Serializer):
    """La demande d’un jeton ; le client peut aussi se prouver par l’en-tête Basic."""

    grant_type = serializers.ChoiceField(
        choices=[("client_credentials", "identifiants du client")],
        help_text="Toujours client_credentials.",
    )
    client_id = serializers.CharField(required=False, help_text="Identifiant, si hors de Basic.")
    client_secret = serializers.CharField(required=False, help_text="Secret, si hors de Basic.")


class TokenSerializer(serializers.Serializer):
    """Un jeton porteur d’un quart d’heure."""

    access_token = serializers.CharField(help_text="À placer après « Bearer ».")
    token_type = serializers.CharField(help_text="Toujours Bearer.")
    expires_in = serializers.IntegerField(help_text="Durée de vie, en secondes.")
    scope = serializers.CharField(help_text="Portée : toujours sos-ij.")


class OAuthErrorSerializer(serializers.Serializer):
    """Un refus de jeton, comme le veut la RFC 6749 §5.2."""

    error = serializers.ChoiceField(
        choices=[
            ("invalid_request", "formulaire incomplet ou contradictoire"),
            ("invalid_client", "client inconnu ou secret faux"),
            ("unsupported_grant_type", "autre procédé que client_credentials"),
        ],
        help_text="Code de la RFC.",
    )
    error_description = serializers.CharField(help_text="Phrase sans accent, comme la RFC l’exige.")
