"""What speaks with mail servers, LINE and the translation service; the rest knows only its own words for them."""
