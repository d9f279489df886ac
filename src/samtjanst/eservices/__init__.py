"""E-services that are shipped with the product: definitions and example parameters as files."""

from importlib.resources import files


def read(name: str) -> str:
    """The text of a shipped file, such as ``skolskjuts/definition.json``.

    Raises:
        FileNotFoundError: there is no such file here.
    """
    parts = name.split("/")
    if any(part in {"", ".", ".."} for part in parts):
        raise FileNotFoundError(name)
    return files(__name__).joinpath(*parts).read_text(encoding="utf-8")
