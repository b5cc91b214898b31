"""The people we support: card codes, sealed identities, recognising one again."""
