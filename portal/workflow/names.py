"""How a name is written where it is looked up."""


def search_name(given_name: str, family_name: str) -> str:
    """What a name is looked up by: lower case, family name first, then the given name."""
    return f"{family_name} {given_name} {family_name}".strip().casefold()
