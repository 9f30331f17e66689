"""What leaves the house in the words of an interview: no figure, no patient."""
