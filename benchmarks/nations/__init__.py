"""Simulated nations of which the truth is known, to see what the method finds and what it misses.

Nobody's data: lists, leaves and ratios are drawn. The shapes follow the published figures of
`data/ij/chiffres_publies.csv`: 34 days a leave, 1.4 leaves a patient with a leave, lists around
900. Seeds are 1, 2, 3…, never chosen.
"""
