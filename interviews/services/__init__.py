"""The acts of the interviews: each one transaction, one passage, one row of the journal."""
