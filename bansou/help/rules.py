"""How long a reader who has left by the quick exit finds only the weather here."""

AWAY_COOKIE = "away"
AWAY_SECONDS = 30 * 60
