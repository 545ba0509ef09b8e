"""A file is what is in it: four sorts are taken, cleaned, and everything else gets a reason."""

import socket
import struct
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal import errors, uploads
from portal.config import settings
from portal.uploads import jpeg, scanner
from portal.vocabulary import FileType, ScanResult
from tests import files

OUTSIDE = (
    '<Relationship Type="http://x/relationships/attachedTemplate" '
    'Target="http://evil.example/t.dotm" TargetMode="External"/>'
)
LINK = (
    '<Relationship Type="http://x/relationships/hyperlink" '
    'Target="http://skolverket.example/frame" TargetMode="External"/>'
)
REFUSED = {
    "empty": (b"", errors.FileEmpty),
    "large": (files.PDF + b" " * uploads.LARGEST, errors.FileTooLarge),
    "text": (b"Bara text", errors.FileTypeUnknown),
    "program": (b"MZ\x90\0" + b"\0" * 99, errors.FileTypeUnknown),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", errors.FileTypeUnknown),
    "html": (b"<!doctype html><script>alert(1)</script>", errors.FileTypeUnknown),
    "gif": (b"GIF89a" + b"\0" * 99, errors.FileTypeUnknown),
    "pdf after something else": (b"<html>" + files.PDF, errors.FileTypeUnknown),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, errors.FileTypeUnknown),
    "half a pdf": (files.PDF[:30], errors.FileBroken),
    "pdf with script": (
        files.PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript>>"),
        errors.FileHasCode,
    ),
    "pdf with a file in it": (
        files.PDF.replace(b"/Catalog", b"/Catalog/EmbeddedFiles"),
        errors.FileHasCode,
    ),
    "pdf with a password": (
        files.PDF.replace(b"/Root", b"/Encrypt 2 0 R/Root"),
        errors.FileLocked,
    ),
    "half a png": (files.png()[:-20], errors.FileBroken),
    "huge png": (files.png(50_000, 50_000), errors.TooManyPixels),
    "png without size": (files.png(0, 5), errors.FileBroken),
    "half a jpeg": (files.jpeg()[:-4], errors.FileBroken),
    "huge jpeg": (files.jpeg(60_000, 60_000), errors.TooManyPixels),
    "nothing but the beginning of a jpeg": (b"\xff\xd8\xff\xd9", errors.FileBroken),
    "zip": (files.plain_zip(), errors.FileTypeUnknown),
    "half a docx": (files.docx()[:80], errors.FileBroken),
    "macros": (files.docx(word__vbaProject_bin=b"x"), errors.FileHasCode),
    "program in a docx": (files.docx(word__embeddings__a_exe=b"MZ"), errors.FileHasCode),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_taken_says_why(name):
    content, error = REFUSED[name]

    with pytest.raises(error) as refused:
        uploads.read(content)

    assert isinstance(refused.value, errors.FileRefused)
    assert refused.value.sentence


def test_a_bomb_is_refused_without_being_unpacked():
    with pytest.raises(errors.UnpacksTooLarge):
        uploads.read(files.bomb())


def test_a_document_that_fetches_its_template_from_outside_is_refused_but_a_link_is_not():
    part = "word___rels__settings_xml_rels"
    with pytest.raises(errors.FileHasCode):
        uploads.read(files.docx(**{part: OUTSIDE}))

    assert uploads.read(files.docx(**{part: LINK}))[0] is FileType.DOCX


@pytest.mark.parametrize(
    ("content", "sort"),
    [
        (files.PDF, FileType.PDF),
        (files.png(), FileType.PNG),
        (files.jpeg(), FileType.JPEG),
        (files.docx(), FileType.DOCX),
    ],
)
def test_the_four_sorts_are_known_by_their_content(content, sort):
    assert uploads.read(content)[0] is sort


@pytest.mark.parametrize("picture", [files.png, files.jpeg])
def test_a_picture_keeps_nothing_about_who_and_where_nor_what_follows_it(picture):
    _, kept = uploads.read(picture(after=b"PK\x03\x04 a zip file, or a script"))

    assert files.SECRET not in kept
    assert b"PK" not in kept
    assert uploads.read(kept)[1] == kept


@pytest.mark.parametrize("way_up", [1, 3, 6, 8, 9, 4711])
def test_a_photograph_stays_the_right_way_up(way_up):
    _, kept = uploads.read(files.jpeg(way_up=way_up))

    read = jpeg._orientation(kept[kept.index(b"Exif") + 6 :]) if b"Exif" in kept else 1
    assert read == (way_up if way_up in range(1, 9) else 1)


@given(some.binary(max_size=200), some.sampled_from(list(uploads.READERS)))
def test_whatever_comes_is_taken_or_refused_and_breaks_nothing(content, begins):
    for tried in (content, begins + content):
        try:
            uploads.read(tried)
        except errors.FileRefused:
            continue


# --- the search for malicious code --------------------------------------------------------------


@pytest.fixture
def scan_with(monkeypatch):
    def choose(how):
        monkeypatch.setenv("MALWARE_SCANNER", how)
        settings.cache_clear()

    yield choose
    monkeypatch.undo()
    settings.cache_clear()


class Clamd:
    """Speaks clamd's INSTREAM at a socket and finds what contains EICAR."""

    def __init__(self, says=None):
        self.door = socket.create_server(("127.0.0.1", 0))
        self.says = says
        threading.Thread(target=self._answer, daemon=True).start()

    @property
    def address(self):
        return f"clamd:127.0.0.1:{self.door.getsockname()[1]}"

    def _answer(self):
        line, _ = self.door.accept()
        with line, line.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack(">I", said.read(4))[0]:
                content += said.read(length)
            verdict = b"stream: Eicar FOUND\0" if b"EICAR" in content else b"stream: OK\0"
            line.sendall(self.says or verdict)
        self.door.close()


def test_clamd_is_asked_over_its_socket(scan_with):
    for content, said in ((b"x" * 200_000, ScanResult.CLEAN), (b"EICAR", ScanResult.HARMFUL)):
        scan_with(Clamd().address)
        assert scanner.scan(content) is said


@pytest.mark.parametrize(
    "how",
    [
        "clamd:127.0.0.1:1",
        "clamd:/nowhere/clamd.sock",
        "clamd:nonsense",
        "command:false-program-that-is-not-there",
        "command:sh -c 'exit 2'",
    ],
)
def test_a_scanner_that_does_not_answer_says_nothing_of_the_file(how, scan_with):
    scan_with(how)

    assert scanner.scan(b"x") is ScanResult.UNSCANNED


def test_an_answer_that_is_none_is_no_verdict(scan_with):
    scan_with(Clamd(says=b"INSTREAM size limit exceeded. ERROR\0").address)

    assert scanner.scan(b"x") is ScanResult.UNSCANNED


def test_a_command_answers_by_how_it_ends(scan_with):
    scan_with("command:sh -c '! grep -q EICAR'")

    assert scanner.scan(b"EICAR") is ScanResult.HARMFUL
    assert scanner.scan(b"x") is ScanResult.CLEAN


def test_without_a_scanner_nothing_is_said():
    assert scanner.scan(b"EICAR") is ScanResult.UNSCANNED
    assert not scanner.is_set()
