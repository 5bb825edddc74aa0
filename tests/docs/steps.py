"""The steps of docs/development.md: what its code blocks say to write where, and to run."""

import re
from dataclasses import dataclass
from pathlib import Path

DEVELOPMENT = Path(__file__).resolve().parents[2] / "docs" / "development.md"
FILE_STEP = re.compile(
    r"^(?P<how>Add to|New file) `(?P<file>[^`]+)`(?: under `(?P<under>[^`]+)`)?:\n\n"
    r"```\w*\n(?P<text>.*?)^```$",
    flags=re.MULTILINE | re.DOTALL,
)
CODE = re.compile(r"^```python\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One file to write or to add to: at its end, or after the line ``under``."""

    file: str
    text: str
    new: bool
    under: str

    def take(self, home: Path) -> None:
        """Do it in the checkout ``home``."""
        path = home / self.file
        if self.new:
            assert not path.exists(), f"{self.file} is there already"
            path.parent.mkdir(exist_ok=True)
            path.write_text(self.text, encoding="utf-8")
            return
        before = path.read_text(encoding="utf-8")
        assert before.endswith("\n")
        if self.under:
            assert before.count(f"\n{self.under}\n") == 1, f"{self.under} in {self.file}"
            head, tail = before.split(f"\n{self.under}\n")
            path.write_text(f"{head}\n{self.under}\n{self.text}{tail}", encoding="utf-8")
        else:
            path.write_text(before + self.text, encoding="utf-8")


def file_steps() -> list[Step]:
    """Every step that writes a file, in order."""
    return [
        Step(found["file"], found["text"], found["how"] == "New file", found["under"] or "")
        for found in FILE_STEP.finditer(DEVELOPMENT.read_text(encoding="utf-8"))
    ]


def code() -> list[str]:
    """Every block of Python, in order."""
    return CODE.findall(DEVELOPMENT.read_text(encoding="utf-8"))
