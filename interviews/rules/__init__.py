"""The rules of the interviews: steps, leads, times. Tables and pure functions."""
