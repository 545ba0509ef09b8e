"""Attaching files, for the tests that do it."""

import io
import os

from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from portal.models import Case
from tests import files
from tests.town import AT

GREP = "command:sh -c '! grep -q EICAR'"
"""A scanner that finds what contains that word."""
EICAR = files.PDF.replace(b"/Catalog", b"/Catalog EICAR")


def add(writer, content=files.PDF, kind="study_plan", name="Wilma Ek.pdf"):
    page = writer.page("files")
    data = {
        "csrf_token": page.page.values["csrf_token"],
        "kind": kind,
        "file": a_file(content, name),
    }
    return post(writer, "files", data)


def a_file(content, name):
    return FileStorage(io.BytesIO(content), filename=name)


def post(writer, way, data):
    """As a browser does; the test client's own way leaves a file open behind it."""
    boundary, body = encode_multipart(data)
    kind = f"multipart/form-data; boundary={boundary}"
    return writer.browser.post(f"{writer.draft}/{way}", data=body, content_type=kind)


def links(page):
    return [to for text, to in page.links.items() if text.startswith("Ladda ner")]


def kept(folder):
    return sorted(folder.iterdir()) if folder.exists() else []


def written_then(folder):
    """The machine dates files by its own clock; the tests live on another day."""
    for path in kept(folder):
        os.utime(path, (AT.timestamp(), AT.timestamp()))


def sent_case(writer, rows):
    assert writer.send().status_code == 303
    return rows.scalars(select(Case)).one()
