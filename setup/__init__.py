"""What a fresh machine needs before the project can run; standard library only, by any Python >= 3.11."""
