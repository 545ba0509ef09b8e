"""HTTP: each stage a blueprint of short views. Load, one verb, redirect or render."""
