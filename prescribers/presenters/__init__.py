"""Page values of the prescribers floor: pure, the place where figures are rounded."""
