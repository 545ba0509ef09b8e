"""The portal as a WSGI application, from the environment."""

from portal.app import create_app

app = create_app()
