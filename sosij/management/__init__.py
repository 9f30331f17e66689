"""Commands of SOS IJ."""
