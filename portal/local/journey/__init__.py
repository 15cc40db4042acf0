"""`make journey`: two dossiers from sign-in to a returned result, by HTTP as a browser sends it."""
