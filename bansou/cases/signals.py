"""What rooms above hear of a case; `case` is the row, `now` the instant. Sent inside the transaction."""

from django.dispatch import Signal

# Everything of the case is to become unreadable: erase the keys and rows that hang on it. A receiver that still
# needs to reach the person, for something besides this case, answers True: then their key and safe contact stay.
case_erased = Signal()
# Somebody (`user`) was taken off the case, by `actor`; whatever they were expected for goes to others.
member_left = Signal()
# Closing takes the open ends with it.
case_closed = Signal()
