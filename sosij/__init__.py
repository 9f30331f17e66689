"""SOS IJ requests and PDP referrals; sees no campaign (the wall)."""
