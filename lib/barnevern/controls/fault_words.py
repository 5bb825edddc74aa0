"""What is wrong in a case that is not as the file format has it, in Norwegian."""

import re

from barnevern.norwegian.messages import say

# What is wrong, as faults.ftl knows it, by the sentence that problems have; its groups are the
# values of the message.
RULES = (
    (r"must be a date, .*", "date"),
    (r"must be one of (?P<count>\d+) codes, (?P<first>\S+) to (?P<last>\S+)", "codes"),
    (r"must be one of (?P<first>.*)", "code"),
    (r"must have (?P<first>\d+) to (?P<last>\d+) characters", "length"),
    (r"must be (\w+) digits", "digits"),
    (r"must be digits.*", "not-digits"),
    (r"must be true or false", "true-or-false"),
    (r"must be a UUID", "uuid"),
    (r"must match .*", "pattern"),
    (r"the attribute is missing", "missing"),
    (r"(\w+) is missing; there must be at least (?P<count>\d+)", "too-few"),
    (r"\w+ stands (?P<first>\d+) times; there may be (?P<count>\d+)", "too-many"),
    (r"an element that is not known .*", "element"),
    (r"an attribute that is not known .*", "attribute"),
    (r"text stands .*", "text"),
    (r"the Id stands on another (?P<first>\w+) .*", "id"),
    (r"\w+ stands after an element .*", "order"),
)
NO_VALUES = {"count": "", "first": "", "last": ""}


def in_norwegian(rule: str) -> str:
    """What is wrong, as the end of a Norwegian sentence that begins with where it stands."""
    kind, values = "other", NO_VALUES
    for pattern, known in RULES:
        if found := re.fullmatch(pattern, rule):
            kind, values = known, NO_VALUES | found.groupdict()
            break
    count, first, last = values["count"], values["first"], values["last"]
    return say("faults-rule", rule=kind, count=count, first=first, last=last)
