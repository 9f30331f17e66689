"""The draft of a person on a request."""

from sosij.models import DeskDraft, HelpRequest, RequestDraft


def draft_of(request: HelpRequest, user_id: int) -> RequestDraft | DeskDraft | None:
    """On the side where the answer is written; behind the wall, runs under the medical role."""
    if request.written_behind_the_wall:
        return RequestDraft.objects.filter(request=request, by_id=user_id).first()
    return DeskDraft.objects.filter(request=request, by_id=user_id).first()
