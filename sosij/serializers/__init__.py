"""Shapes of the intake API: French names on the wire, French sentences when refused."""
