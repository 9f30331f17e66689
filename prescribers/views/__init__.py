"""Views of the prescribers floor: parse, select, present, render."""
