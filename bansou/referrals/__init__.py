"""Handing a case or a part of it on to others, field by field and with consent."""
