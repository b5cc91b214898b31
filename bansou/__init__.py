"""The platform on which a support network for migrants and refugees works."""
