"""Arrays in and out of the database: the one place of this app where numpy lives."""
