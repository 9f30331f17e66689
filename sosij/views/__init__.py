"""Pages of SOS IJ."""
