"""What may happen: plain functions over mapped objects. No Flask, no SQL text, no mail."""
