"""MSO and MSAP campaigns, from criteria to bilan; sees no SOS IJ (the wall)."""
