"""Commands with commands of their own; the rest are in portal/cli.py."""
