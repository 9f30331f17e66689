"""Speed, always beside a naive twin measured in the same run; never a timed test."""
