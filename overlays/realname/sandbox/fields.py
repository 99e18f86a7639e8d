"""Fields of a JSON document by dotted path: `data.subFlows.0.status`."""


def find(document: object, path: str) -> tuple[object, str]:
    """The owner of a field, None if there is none, and the field's own name in it."""
    *parents, name = path.split(".")
    owner = document
    for parent in parents:
        if isinstance(owner, list) and parent.isdecimal() and int(parent) < len(owner):
            owner = owner[int(parent)]
        else:
            owner = owner.get(parent) if isinstance(owner, dict) else None
    return owner, name


def assign(document: object, path: str, value: object) -> None:
    """Give a field a value; nothing happens if there is no object to have it."""
    owner, name = find(document, path)
    if isinstance(owner, dict):
        owner[name] = value


def remove(document: object, path: str) -> None:
    """Leave a field out."""
    owner, name = find(document, path)
    if isinstance(owner, dict):
        owner.pop(name, None)


def is_present(document: object, path: str) -> bool:
    """Whether there is such a field, be it null."""
    owner, name = find(document, path)
    return isinstance(owner, dict) and name in owner


def extend(document: object, name: str, value: object) -> None:
    """Add a field to every object, innermost first."""
    if isinstance(document, list):
        for item in document:
            extend(item, name, value)
    elif isinstance(document, dict):
        for item in document.values():
            extend(item, name, value)
        document[name] = value
