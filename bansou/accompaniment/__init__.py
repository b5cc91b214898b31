"""Claims for accompanying support."""
