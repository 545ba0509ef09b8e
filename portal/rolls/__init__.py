"""The school's roll from a file: bytes to a table, a table to rows, rows to what is stored."""
