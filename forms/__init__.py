"""What a school hands in and what the municipality types: forms know words, not rows."""
