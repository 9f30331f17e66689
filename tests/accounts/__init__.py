"""The accounts floor."""
