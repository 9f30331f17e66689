"""The acts of SOS IJ: each one transaction, one passage, one row of the journal."""
