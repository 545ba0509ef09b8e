"""A file in the town: the action programme that came with a filing whose case was sealed later."""

from hashlib import sha256

from portal import uploads
from portal.db import keyed_hash
from portal.demo.town_story import Stage
from portal.models import Case, Membership
from portal.uploads import storage
from portal.vocabulary import AttachmentKind, ScanResult
from portal.workflow import attachments, drafts

TEXT = "Åtgärdsprogram (exempel)"
PAGE = f"BT /F 18 Tf 72 760 Td ({TEXT}) Tj ET".encode("latin-1")
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
    b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
    b"<</Length %d>>stream\n%s\nendstream" % (len(PAGE), PAGE),
    FONT,
)


def attach(stage: Stage, case: Case, *, by: Membership) -> None:
    """Put one page with the case's filing, as if it had been sent with it."""
    if not storage.is_set():
        return
    filing = case.filings[0]
    sort, content = uploads.read(_document())
    digest = keyed_hash(sha256(content).hexdigest())
    received = attachments.Received(
        AttachmentKind.ACTION_PROGRAMME, sort, len(content), digest, ScanResult.UNSCANNED
    )
    at = filing.filed_at
    draft = drafts.as_sent(filing, by=by, at=at)
    file = attachments.attach(draft, received, storage.keep(content), by=by, at=at)
    attachments.hand_in([file], filing)
    stage.session.add(file)
    stage.session.flush()


def _document() -> bytes:
    """The smallest file that every reader of PDF opens."""
    whole, places = b"%PDF-1.4\n", []
    for number, one in enumerate(OBJECTS, 1):
        places.append(len(whole))
        whole += b"%d 0 obj%s endobj\n" % (number, one)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    ends = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n"
    return whole + head + rows + ends % (len(places) + 1, len(whole))
