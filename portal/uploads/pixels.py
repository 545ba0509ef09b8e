"""How large a picture may be when it is drawn, however small its file."""

from portal.errors import FileBroken, TooManyPixels

MOST_PIXELS = 60_000_000
"""More than any telephone takes; a small file may ask the reader's machine for gigabytes."""
LONGEST_SIDE = 20_000


def refuse_many_pixels(width: int, height: int) -> None:
    """Raise a Refused when the picture has no size, or one that would choke its reader."""
    if not width or not height:
        raise FileBroken
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise TooManyPixels
