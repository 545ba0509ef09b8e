"""The half-yearly statistics file: how it is written, what is checked, and its rows."""
