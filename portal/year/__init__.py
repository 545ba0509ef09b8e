"""A simulated year of a register: nobody is lost on the way (docs/year.md)."""
