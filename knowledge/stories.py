"""What a text tells: of a product, of something that has happened, or only that data goes abroad."""

from knowledge.library import Library
from knowledge.reading import Reading


def describes_a_product(library: Library, read: Reading) -> bool:
    """Tell whether the text says what a product is and asks what it needs altogether.

    That data goes abroad says nothing of a product: what there is to file is then asked of the export.
    """
    described = bool(read.archetypes or _described(library, read))
    return read.intents[0] == "overview" and described and not only_exports(library, read)


def only_exports(library: Library, read: Reading) -> bool:
    """Tell whether the text says that data goes abroad, and nothing else of what a product is or does."""
    return _described(library, read) == ["pi_export"] and not read.archetypes


def _described(library: Library, read: Reading) -> list[str]:
    return [name for name, value in read.facts.items() if value is True and library.facts[name].group]


def tells_what_happened(library: Library, read: Reading) -> bool:
    """Tell whether a number of ours is stated, or that something happened: other fields have neither."""
    return any(library.facts[name].type == "number" or library.facts[name].happening for name in read.facts)
