"""The verbs of the claims room, from a draft to the decision."""
