"""Pages of the administration and « Qui voit quoi »."""
