"""Journal, jobs, outbox, charts and the other pieces that know no app."""
