"""The web: the only package that knows HTTP and the queue."""
