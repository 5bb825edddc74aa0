"""What is wrong in a case that is not as the file format has it, in Norwegian."""

import re

# What is wrong, in Norwegian, by the sentence that problems have.
NORWEGIAN = (
    (r"must be a date, .*", "må være en dato, ÅÅÅÅ-MM-DD"),
    (r"must be one of (\d+) codes, (\S+) to (\S+)", r"må være en av \1 koder, \2 til \3"),
    (r"must be one of (.*)", r"må være en av \1"),
    (r"must have (\d+) to (\d+) characters", r"må ha fra \1 til \2 tegn"),
    (r"must be (\w+) digits", "har feil antall sifre"),
    (r"must be digits.*", "må være sifre"),
    (r"must be true or false", "må være true eller false"),
    (r"must be a UUID", "må være en UUID"),
    (r"must match .*", "følger ikke mønsteret"),
    (r"the attribute is missing", "mangler"),
    (r"(\w+) is missing; there must be at least (\d+)", r"mangler; det må stå minst \2"),
    (r"\w+ stands (\d+) times; there may be (\d+)", r"står \1 ganger; det kan stå \2"),
    (r"an element that is not known .*", "er ikke et element i formatet"),
    (r"an attribute that is not known .*", "er ikke et attributt i formatet"),
    (r"text stands .*", "har tekst der formatet ikke har det"),
    (r"the Id stands on another (\w+) .*", r"står også på en annen \1 i saken"),
    (r"\w+ stands after an element .*", "står etter et element som skal komme senere"),
)
OTHERWISE = "følger ikke filbeskrivelsen"


def in_norwegian(rule: str) -> str:
    """What is wrong, as the end of a Norwegian sentence that begins with where it stands."""
    for pattern, said in NORWEGIAN:
        found = re.fullmatch(pattern, rule)
        if found:
            return found.expand(said)
    return OTHERWISE
