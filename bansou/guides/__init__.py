"""Short pages of advice in many languages, and the emergency lines."""
