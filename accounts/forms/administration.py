"""Forms of the administration: each error says what to do, beside its field."""

from datetime import date
from typing import Any, cast

from django import forms

from accounts.enums import Role
from accounts.models import Habilitation, Organisation, User


class PortalForm(forms.Form):
    """Fields in the theme's classes; a wrong one is marked for the eye and the screen reader."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for field in self.fields.values():
            select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if select else "form-control"

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        for name in self.errors:
            if name in self.fields:
                attrs = self.fields[name].widget.attrs
                attrs["class"] = attrs["class"].removesuffix(" is-invalid") + " is-invalid"


class OrganisationField(forms.ModelChoiceField):
    def label_from_instance(self, organisation: Organisation) -> str:
        return f"{organisation.label or organisation.code} ({organisation.get_kind_display()})"


def day_field(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = {"invalid": "Écrivez la date ainsi : 01/12/2026.", "required": "Choisissez une date."}
    return forms.DateField(label=label, widget=widget, error_messages=wrong, **options)


def reason_field(label: str = "Motif") -> forms.CharField:
    wrong = {"required": "Écrivez le motif en quelques mots ; il entre au journal."}
    return forms.CharField(label=label, max_length=300, error_messages=wrong)


class AccountFilter(PortalForm):
    q = forms.CharField(label="Nom ou adresse", required=False)
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), ("actif", "Actifs"), ("desactive", "Désactivés")],
    )


class AccountForm(PortalForm):
    full_name = forms.CharField(
        label="Nom complet",
        max_length=150,
        error_messages={"required": "Écrivez le prénom et le nom."},
    )
    email = forms.EmailField(
        label="Adresse électronique professionnelle",
        error_messages={
            "required": "Écrivez l’adresse qui servira à se connecter.",
            "invalid": "Écrivez une adresse complète, par exemple prenom.nom@exemple.fr.",
        },
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError("Un compte existe déjà avec cette adresse.")
        return email


class ReasonForm(PortalForm):
    reason = reason_field()


class HabilitationFilter(PortalForm):
    q = forms.CharField(label="Nom ou adresse", required=False)
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous"), *Role.choices])
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[
            ("en-cours", "En cours"),
            ("a-venir", "À venir"),
            ("terminees", "Terminées"),
            ("toutes", "Toutes"),
        ],
    )


class PeriodForm(PortalForm):
    """Two dates in order; the last day is said as people say it, included."""

    valid_from = day_field("À partir du")
    last_day = day_field("Dernier jour")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, last = cleaned.get("valid_from"), cleaned.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", "Choisissez un dernier jour qui suit le début.")
        return cleaned


class DirectorField(forms.ModelChoiceField):
    def label_from_instance(self, director: User) -> str:
        return director.full_name


class HabilitationForm(PeriodForm):
    role = forms.ChoiceField(
        label="Rôle",
        choices=[("", "Choisissez"), *Role.choices],
        error_messages={"required": "Choisissez un rôle."},
    )
    organisation = OrganisationField(
        label="Organisme",
        queryset=Organisation.objects.none(),
        empty_label="Choisissez",
        error_messages={"required": "Choisissez un organisme."},
    )
    reason = reason_field()
    director = DirectorField(
        label="Cumul décidé par",
        queryset=User.objects.none(),
        required=False,
        empty_label="Aucun",
        help_text="Si la personne répond à SOS IJ et instruit aussi des dossiers de contrôle.",
    )
    decided_on = day_field("Date de la décision", required=False)
    dual_reason = forms.CharField(label="Raison du cumul", max_length=300, required=False)
    field_order = ["role", "organisation", "valid_from", "last_day", "reason"]
    DECISION = ("director", "decided_on", "dual_reason")

    def __init__(self, *args: Any, organisations: Any, directors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("DirectorField", self.fields["director"]).queryset = directors
        cast("OrganisationField", self.fields["organisation"]).queryset = organisations
        self.fields["last_day"].required = False
        self.fields["last_day"].help_text = "Vide : sans fin prévue."

    def clean(self) -> dict[str, Any]:
        """The three of them, or none: a decision without its date or its reason is not one."""
        said = super().clean()
        given = [name for name in self.DECISION if said.get(name)]
        if given:
            for name in set(self.DECISION) - set(given) - set(self.errors):
                self.add_error(name, "Complétez la décision : qui, quand et pourquoi.")
        return said


class EndForm(PortalForm):
    valid_to = day_field("Premier jour sans ce droit")
    reason = reason_field()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["valid_to"].help_text = "Aujourd’hui : le droit tombe à la page suivante."

    def clean_valid_to(self) -> date:
        day: date = self.cleaned_data["valid_to"]
        if day < self.today:
            raise forms.ValidationError("Choisissez aujourd’hui ou une date à venir.")
        return day


class HeldField(forms.ModelChoiceField):
    def label_from_instance(self, held: Habilitation) -> str:
        at = held.organisation
        return f"{held.get_role_display()}, {at.label or at.code}"


class DelegationForm(PeriodForm):
    held = HeldField(
        label="Rôle à déléguer",
        queryset=Habilitation.objects.none(),
        empty_label="Choisissez",
        error_messages={"required": "Choisissez un rôle que cette personne tient."},
    )
    delegate = forms.EmailField(
        label="Adresse électronique du délégataire",
        error_messages={"required": "Écrivez l’adresse de la personne qui remplace."},
    )
    reason = reason_field()
    field_order = ["held", "delegate", "valid_from", "last_day", "reason"]

    def __init__(self, *args: Any, held: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("HeldField", self.fields["held"]).queryset = held

    def clean_delegate(self) -> User:
        email: str = self.cleaned_data["delegate"].lower()
        found = User.objects.filter(email=email, is_active=True).first()
        if found is None:
            raise forms.ValidationError("Aucun compte actif n’a cette adresse.")
        return found


class JournalFilter(PortalForm):
    du = day_field("Du", required=False)
    au = day_field("Au", required=False)
    personne = forms.CharField(label="Personne", required=False)
    acte = forms.CharField(label="Acte", required=False, max_length=80)
    objet = forms.CharField(
        label="Objet", required=False, max_length=80, help_text="Numéro, par exemple un RPPS."
    )
    caisse = forms.CharField(label="Caisse", required=False, max_length=3)
