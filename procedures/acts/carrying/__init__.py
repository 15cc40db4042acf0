"""Carrying over: the parts of applying a reorganisation, each of one kind of record."""
