"""What leaves SOS IJ on paper."""
