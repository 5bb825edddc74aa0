"""The editor: what a municipality's figures say that matters, each thing once, in sentences."""

from barnevern.editor.choose import by_part, leading, main_findings, plain, unseen
from barnevern.editor.gather import BETTER, NEWS_YEARS, Clear, Result, of_group, results, told_of
from barnevern.editor.tell import nothing_clear, odd, question, sentence

__all__ = [
    "BETTER",
    "NEWS_YEARS",
    "Clear",
    "Result",
    "by_part",
    "leading",
    "main_findings",
    "nothing_clear",
    "odd",
    "of_group",
    "plain",
    "question",
    "results",
    "sentence",
    "told_of",
    "unseen",
]
