"""What can be chosen about a made-up nation."""

from dataclasses import dataclass

DEFAULT_SEED = 2024


@dataclass(frozen=True)
class Settings:
    """``error_share``: share of the cases that get a mistake the controls would catch. Raises
    ValueError outside 0 to 1.
    """

    error_share: float = 0.01

    def __post_init__(self) -> None:
        if not 0 <= self.error_share <= 1:
            raise ValueError(
                f"error_share is a share from 0 to 1, not {self.error_share:g}: write 0.05 for five"
                " per cent"
            )
