"""What a new repository of agreements is laid out with: each file's name and its bytes.

The texts lie in `templates/setup/`, those with words once in each language. Touches no disk.
"""

from collections.abc import Mapping

from iop_cli.project import shipped
from iop_cli.schema import schemas

KEPT = "{agreements}/.gitkeep", "templates/.gitkeep"
# where each file stands in the repository, and where its text lies
WORDED = {
    "iop.toml": "iop.toml",
    "README.md": "README.md",
    "CODEOWNERS": "CODEOWNERS",
    ".gitattributes": "gitattributes",
    ".gitignore": "gitignore",
    ".github/workflows/agreements.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab-ci.yml",
}
WORDLESS = {
    ".editorconfig": "editorconfig",
    ".vscode/settings.json": "vscode-settings.json",
    ".vscode/extensions.json": "vscode-extensions.json",
}
SCHEMA = "schema/"


def laid_out(language: str, agreements: str) -> Mapping[str, bytes]:
    """The files of a new repository by name; `agreements` is the name of the folder of them."""
    texts = {name: _text(f"{language}/{held}") for name, held in WORDED.items()}
    texts |= {name: _text(held) for name, held in WORDLESS.items()}
    texts |= dict.fromkeys(KEPT, "")
    # an editor needs the schemas beside the files; `iop schema` writes them anew
    texts |= {f"{SCHEMA}{name}": text for name, text in schemas().items()}
    folder = f"{SCHEMA}en/" if language == "en" else SCHEMA
    return {
        name.replace("{agreements}", agreements): _placed(
            name, text, {"{agreements}": agreements, "{schema}": folder}
        ).encode()
        for name, text in texts.items()
    }


def _placed(name: str, text: str, places: Mapping[str, str]) -> str:
    """A text with the names of folders put in; a schema stands as it is."""
    if name.startswith(SCHEMA):
        return text
    for place, folder in places.items():
        text = text.replace(place, folder)
    return text


def _text(name: str) -> str:
    raw = shipped(f"templates/setup/{name}")
    if raw is None:
        raise LookupError(name)
    return raw.decode()
