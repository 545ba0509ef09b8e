"""Where the register is."""

REGISTER = "/register"
