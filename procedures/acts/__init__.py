"""The verbs: one act a module, each one transaction. `transition` alone moves a dossier."""
