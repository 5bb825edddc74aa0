"""What must be said of an extract beside its figures: what in it could not be understood."""

from barnevern.cases import Extract
from barnevern.counting import legal


def sentences(extract: Extract) -> list[str]:
    """A sentence, in Norwegian, for each kind of thing in ``extract`` that makes its figures other
    than they look. They hold numbers only, never what stands in a field.
    """
    return [*_legal_bases(extract)]


def _legal_bases(extract: Extract) -> list[str]:
    bases = extract.cases["legal_bases"]
    bases = bases[bases["kind"].eq("measure")]
    unread = int(legal.unread(extract.cases["measures"]["measure"], bases).sum())
    if not unread:
        return []
    number = "ett tiltak" if unread == 1 else f"{unread} tiltak"
    verb = "Det er" if unread == 1 else "De er"
    return [
        f"Lovhjemmelen til {number} kunne ikke forstås (lov, kapittel eller paragraf)."
        f" {verb} regnet som hjelpetiltak, ikke omsorgstiltak: rett hjemmelen i fagsystemet."
    ]
