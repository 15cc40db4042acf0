"""What a fresh machine needs before the project can run; by the standard library alone."""
