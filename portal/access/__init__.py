"""Who may: rules.py says it of one thing, scope.py says the same as WHERE."""
