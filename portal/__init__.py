"""What the portal decides and remembers about filings, cases and the register."""
