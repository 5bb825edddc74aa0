"""BVR files as messages: which case each has, and which of several of one case counts."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from barnevern.sources.structure import moment_of
from barnevern.sources.xml_stream import beginning


@dataclass(frozen=True)
class Message:
    """One file: its own id, that of the one before it, when it was taken out of the case system,
    and which case it has.
    """

    path: Path
    id: str
    previous: str
    moment: datetime.datetime | None
    case: str

    @property
    def ranked(self) -> bool:
        """Whether it says which case it has and when it was taken out."""
        return bool(self.case and self.moment)


def message(path: Path) -> Message:
    """What the beginning of a file says of it."""
    elements = beginning(path, 4)
    case = next((element for element in elements if element[""] == "Sak"), {})
    root = elements[0]
    names = [
        element.get(name, "").lower()
        for element, name in ((root, "Id"), (root, "ForrigeId"), (case, "Id"))
    ]
    return Message(path, names[0], names[1], moment_of(root.get("DatoUttrekk", "")), names[2])


def newest(messages: Sequence[Message]) -> list[Message]:
    """The newest message of each case, in the order of the files.

    Of two taken out at the same moment, one that the other names as the one before it is the older;
    else the ids decide, so that the order of the files does not. A message without a case or a
    moment stays, to be reported by who reads it.
    """
    replaced = {message.previous for message in messages}

    def rank(message: Message) -> tuple[datetime.datetime | None, bool, str]:
        return message.moment, message.id not in replaced, message.id

    best: dict[str, Message] = {}
    for message in messages:
        if message.ranked and (
            message.case not in best or rank(message) > rank(best[message.case])
        ):
            best[message.case] = message
    return [message for message in messages if not message.ranked or best[message.case] is message]
