"""`./run`: services, demo, tests and checks, on a machine that has only Python."""
