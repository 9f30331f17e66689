"""Pages of the interviews."""
