"""Japanese calendar, yen, languages, municipalities and form parts; no business rule."""
