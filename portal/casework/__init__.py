"""What desk and office have in common: trying an act, showing a dossier, listing a queue."""
