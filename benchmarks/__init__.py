"""Measurements: each compares the product with something plain in the same run."""
