"""Reading interviews: the perimeter first."""
