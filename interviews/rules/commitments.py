"""The lists that commitments are followed by, as their address names them."""

OPEN, LATE, ENDED = "ouverts", "en-retard", "termines"
