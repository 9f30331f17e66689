"""Reading requests: the perimeter and the desks first."""
