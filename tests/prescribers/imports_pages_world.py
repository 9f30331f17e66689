"""The pages of the imports: their addresses, and a line that was refused."""

from django.urls import reverse

from prescribers.models import RejectedRow


LIST = "/imports/"


def page_of(batch) -> str:
    return reverse("import", args=[batch.pk])


def refused_row(batch, line, column, code="DATE", message="La date n’existe pas.", value=""):
    return RejectedRow.objects.create(
        batch=batch, line=line, column=column, code=code, message=message, value=value
    )
