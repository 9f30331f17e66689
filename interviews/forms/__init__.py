"""What people type about an interview; each error says what to do, beside its field."""
