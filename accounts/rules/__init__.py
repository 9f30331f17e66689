"""What the rights allow together, without a database."""
