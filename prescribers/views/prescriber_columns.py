"""The columns of the list, kept for the person who chose them."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import PortalRequest, action
from accounts.services.preferences import forget, remember
from prescribers.asked import COLUMNS_KEPT, asked_list
from prescribers.presenters.listing import COLUMNS


@action("prescripteurs.lire")
@require_POST
def choose_columns(request: PortalRequest) -> HttpResponse:
    """Unknown columns are dropped; without any left, the usual ones come back."""
    user_id = request.perimeter.user_id
    keys = moved(
        request.POST.getlist("colonne"),
        up=request.POST.get("monter", ""),
        down=request.POST.get("descendre", ""),
    )
    asked = asked_list(request.perimeter, {COLUMNS: ",".join(keys)})
    if "defaut" in request.POST or asked is None or not keys or asked.usual:
        forget(user_id=user_id, key=COLUMNS_KEPT)
    else:
        remember(user_id=user_id, key=COLUMNS_KEPT, value=asked.keys.split(","))
    # A query, never an address: nobody is sent elsewhere.
    back = request.POST.get("retour", "")
    return HttpResponseRedirect(f"{reverse('prescripteurs')}?{back}")


def moved(keys: list[str], *, up: str, down: str) -> list[str]:
    """The same columns, one of them a place earlier or later."""
    order = list(keys)
    key, step = (up, -1) if up else (down, 1)
    if key not in order:
        return order
    start = order.index(key)
    end = min(max(start + step, 0), len(order) - 1)
    order.insert(end, order.pop(start))
    return order
