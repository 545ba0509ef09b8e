"""What each piece of work costs, on a server started as in production (docs/benchmark.md)."""
