"""Registration, Bansou ID, languages, areas and papers."""
