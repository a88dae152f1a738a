from portal.publishing.models.accounts import AccountProposal
from portal.publishing.models.files import File, FileReference, ReplacedFile
from portal.publishing.models.public_now import (
    LANGUAGES,
    OPEN_STATES,
    Freshness,
    PublishableQuerySet,
    State,
    was_public,
)
from portal.publishing.models.publishable import Child, Publishable
from portal.publishing.models.records import (
    KeptLists,
    Notice,
    PreviewLink,
    SlugClaim,
    TransitionLog,
)

__all__ = [
    "LANGUAGES",
    "OPEN_STATES",
    "AccountProposal",
    "Child",
    "File",
    "FileReference",
    "Freshness",
    "KeptLists",
    "Notice",
    "PreviewLink",
    "Publishable",
    "PublishableQuerySet",
    "ReplacedFile",
    "SlugClaim",
    "State",
    "TransitionLog",
    "was_public",
]
