"""The rules of SOS IJ: delay, routing, steps. Tables and pure functions."""
