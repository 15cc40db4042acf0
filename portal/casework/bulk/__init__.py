"""One act on many dossiers: chosen in a list, looked over, then done one by one."""
