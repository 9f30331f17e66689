"""The verbs that change accounts and rights: keyword-only, atomic, journalled with the act."""
