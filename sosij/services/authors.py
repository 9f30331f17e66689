"""The words by which the journal names SOS IJ."""

OBJECT = "demande SOS IJ"
# Who signals the delays.
WATCH = "horloge SOS IJ"
