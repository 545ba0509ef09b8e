"""Drills: what breaks is broken on purpose, and nothing may be lost (docs/drills.md)."""
