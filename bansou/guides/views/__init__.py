"""The staff's pages of guides: the translation board with its texts, and the emergency lines."""
