"""What people type about a request; each error says what to do, beside its field."""
