"""Directory, territories, imports, facts and nightly adjusted profiles."""
