"""Finding the right people for a case: supporters, interpreters, visits, blank spots."""
