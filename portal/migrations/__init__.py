"""The schema, step by step: numbered files, each small, each tried up and down."""

from pathlib import Path

from alembic import command
from alembic.config import Config

_HERE = Path(__file__).parent


def config() -> Config:
    """Alembic's settings; the database comes from the portal's own."""
    settings = Config()
    settings.set_main_option("script_location", str(_HERE))
    settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    settings.set_main_option("truncate_slug_length", "60")
    return settings


def upgrade(to: str = "head") -> None:
    command.upgrade(config(), to)


def downgrade(to: str) -> None:
    command.downgrade(config(), to)


def write(what: str) -> None:
    """A new numbered file with what models have and the database has not; to be read and cut."""
    command.revision(config(), what, autogenerate=True)
