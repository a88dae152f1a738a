"""What search engines are told in the words of schema.org."""

import json

from django.urls import reverse
from django.utils.translation import get_language
from markupsafe import Markup

from portal.pages import parts
from portal.pages.context import absolute, site


def script(data):
    """The content of a script element: nothing in it can end the element."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704  escaped


def publisher(request):
    own = site(request)["site"]
    return {"@type": "GovernmentOrganization", "name": own.name}


def dataset(request, kind, name):
    """A register as a Dataset with its downloads."""
    formats = {
        "csv": "text/csv",
        "json": "application/json",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    return script(
        {
            "@type": "Dataset",
            "name": str(name),
            "url": absolute(reverse(f"projects:{kind}")),
            "inLanguage": get_language(),
            "creator": publisher(request),
            "isAccessibleForFree": True,
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": media_type,
                    "contentUrl": absolute(reverse(f"projects:{kind}_{suffix}")),
                }
                for suffix, media_type in formats.items()
            ],
        }
    )


def project(
    text, notice, address, *, code="", started=None, ended=None, place="", funders=(), amount=None
):
    """A project; amount: (Decimal, currency) of what its funders give; notice: see
    language_to_show()."""
    data = {
        "@type": "Project",
        "name": parts.as_shown(text.title, notice),
        "description": parts.as_shown(text.summary, notice),
        "url": address,
        "identifier": code,
        "foundingDate": started and started.isoformat(),
        "dissolutionDate": ended and ended.isoformat(),
        "location": place and {"@type": "Place", "name": place},
        "funder": [{"@type": "Organization", "name": name} for name in funders],
        "funding": amount
        and {
            "@type": "MonetaryGrant",
            "amount": {"@type": "MonetaryAmount", "value": str(amount[0]), "currency": amount[1]},
        },
    }
    return script({name: value for name, value in data.items() if value})
