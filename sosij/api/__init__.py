"""The intake of SOS IJ for the portals of practitioners: programs with a token, no person."""
