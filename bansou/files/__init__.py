"""Files that people hand in: cleaned, sealed, kept outside the web root."""
