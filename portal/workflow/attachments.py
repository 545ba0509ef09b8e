"""Attachments of a draft: added, taken away, and handed in with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from portal.errors import FileHarmful, FileNotScanned, FileStopped, TooManyFiles
from portal.models import Attachment, Draft, Filing, Membership
from portal.vocabulary import AttachmentKind, FileType, ScanResult

MOST_FILES = 5


@dataclass(frozen=True)
class Received:
    """A file that has been recognised, cleaned and looked through, as far as it could be."""

    kind: AttachmentKind
    sort: FileType
    size: int
    digest: str
    scan: ScanResult


def refuse_more(draft: Draft) -> None:
    """Raise a Refused when the draft has as many as it may."""
    if draft.files_count >= MOST_FILES:
        raise TooManyFiles(most=str(MOST_FILES))


def attach(
    draft: Draft, received: Received, stored_as: str, *, by: Membership, at: datetime
) -> Attachment:
    """Put a file that is kept with the draft."""
    refuse_more(draft)
    if received.scan is ScanResult.HARMFUL:
        raise FileHarmful
    draft.files_count += 1
    draft.changed_at, draft.changed_by_id = at, by.id
    return Attachment(
        id=uuid4(),
        draft_id=draft.id,
        kind=received.kind,
        sort=received.sort,
        size=received.size,
        digest=received.digest,
        stored_as=stored_as,
        scan=received.scan,
        added_at=at,
        added_by_id=by.id,
    )


def detach(draft: Draft, *, by: Membership, at: datetime) -> None:
    """One of the draft's files is taken away."""
    draft.files_count -= 1
    draft.changed_at, draft.changed_by_id = at, by.id


def hand_in(files: Sequence[Attachment], filing: Filing) -> None:
    """The draft's files are the filing's from now on; like all of it they stay as they are."""
    for file in files:
        file.draft, file.filing = None, filing
    filing.files_count = len(files)


def note(file: Attachment, said: ScanResult) -> bool:
    """Write down what a later search said. Whether the file is to be taken away for it."""
    file.scan = said
    return said is ScanResult.HARMFUL


def refuse_unsafe(said: ScanResult, *, scans: bool) -> None:
    """Raise a Conflict when nobody may have a file: stopped, or not looked through yet."""
    if said is ScanResult.HARMFUL:
        raise FileStopped
    if scans and said is not ScanResult.CLEAN:
        raise FileNotScanned
