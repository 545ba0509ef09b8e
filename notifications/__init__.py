"""What leaves the house: which step tells whom, as rows first and as mail afterwards."""
