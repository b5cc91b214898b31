"""Pure rules of payments: names in half-width kana, bank codes, the bulk-transfer file, tax."""
