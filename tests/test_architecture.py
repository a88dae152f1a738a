"""Imports flow one way, downwards: see the house in CONTRIBUTING.md."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

#: Lowest first; rooms on one line know nothing of each other.
LAYERS = [
    ["portal.text"],
    ["portal.charts", "portal.delivery", "portal.exchange"],
    ["portal.publishing"],
    ["portal.pages"],
    ["projects"],
    ["investment.opendata"],
    ["investment.official"],
    ["investment.pci"],
    ["investment.figures"],
    ["news"],
    ["portal.home"],
    ["portal.urls", "portal.wsgi"],
]
#: Wiring that is neither above nor below: what it may import.
WIRING = {
    "portal.settings": {"portal.delivery.static"},
    "portal.jinja": {"portal.text"},
}
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}


def modules():
    for folder in ("portal", "projects", "investment", "news"):
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield name.removesuffix(".__init__"), path


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(module):
    """The room that a module belongs to, or None for what is not ours."""
    return next((name for name in LEVEL if module == name or module.startswith(name + ".")), None)


@pytest.mark.one_database
@pytest.mark.parametrize(("name", "path"), sorted(modules()))
def test_it_imports_only_downwards(name, path):
    if name in WIRING:
        wrong = {
            imported
            for imported in imports(path)
            if imported.startswith(("portal.", "projects", "investment", "news"))
            and not any(imported.startswith(allowed) for allowed in WIRING[name])
            and imported != "portal.text"
        }
        assert wrong == set()
        return
    own = room(name)
    if own is None:
        assert name in ("investment", "portal", "portal.jinja", "portal.settings"), (
            f"{name} is in no room"
        )
        return
    wrong = {
        imported
        for imported in imports(path)
        if (other := room(imported)) and other != own and LEVEL[other] >= LEVEL[own]
    }
    assert wrong == set()


@pytest.mark.one_database
@pytest.mark.parametrize("module", ["workflow", "copies", "freshness", "rights", "slugs", "models"])
def test_publishing_verbs_know_nothing_of_the_admin(module):
    found = [
        imported
        for name, path in modules()
        if name.startswith(f"portal.publishing.{module}")
        for imported in imports(path)
    ]
    assert [imported for imported in found if imported.startswith("portal.publishing.admin")] == []
    assert found
