"""What may become of an offer made for a patient."""

from interviews.enums import OfferState


AFTER: dict[OfferState, tuple[OfferState, ...]] = {
    OfferState.OFFERED: (OfferState.ACCEPTED, OfferState.REFUSED),
    OfferState.ACCEPTED: (OfferState.DONE, OfferState.REFUSED),
    OfferState.DONE: (),
    OfferState.REFUSED: (),
}
