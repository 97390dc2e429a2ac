"""What the templates are given: frozen records of texts already in the reader's language, nothing left to compute."""
