"""KOSTRA 15F: the yearly file with every child that had a case, as the case systems Visma Familia and DIPS Barnevern write it."""

from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree

from barnevern.cases import Cases, Extract
from barnevern.cases.identity import describe, hash_text, hashed


def read(path: Path, key: bytes, *, synthetic: bool = False) -> Extract:
    """The cases of one 15F file; every id and identity number is replaced by a hash with ``key`` (16 to 64 bytes).

    ``synthetic`` accepts identity numbers of the made-up series (month + 80). Raises InputProblems with everything that is wrong in the file.
    """
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    sender = root.find("Avgiver")
    year, municipality = int(sender.get("Versjon")), sender.get("Kommunenummer")
    rows: dict[str, list[dict[str, object]]] = {}
    journals, lines, remarks = {}, {}, []

    def add(table: str, **row: object) -> None:
        rows.setdefault(table, []).append(row)

    def ident(element: Any, *above: str) -> str:
        text = "\0".join([element.tag, *above, element.get("Id")])
        (found,) = hash_text(hashed(key, [text]))
        while found in lines:
            text += "\0"
            (found,) = hash_text(hashed(key, [text]))
        lines[found] = element.sourceline
        return found

    def grounds(table: str, column: str, value: str, elements: Any) -> None:
        for element in elements:
            add(table, **{column: value}, code=element.get("Kode"), specified=element.find("Presisering") is not None)

    for child in root.findall("Individ"):
        case = ident(child, municipality, child.get("Bydelsnummer", ""), child.get("Journalnummer"))
        journals[case] = child.get("Journalnummer")
        number, duf = child.get("Fodselsnummer", ""), child.get("DUFnummer", "")
        known = describe([number], [duf], year, synthetic=synthetic)
        kind = str(known.kind[0])
        own = {"fnr": f"number\0{number}", "dnr": f"number\0{number}", "duf": f"duf\0{duf}"}.get(kind, f"case\0{case}")
        (person,) = hash_text(hashed(key, [own]))
        add("persons", person=person, case=case, sex=known.sex[0], born=known.born[0], identity=kind, duf=bool(duf), synthetic=known.synthetic[0])
        add("cases", case=case, person=person, municipality=municipality, district=child.get("Bydelsnummer", ""), year=year,
            start=child.get("StartDato"), end=child.get("SluttDato"), closed=child.get("Avslutta3112") == "1")  # fmt: skip
        if not child.get("Bydelsnavn"):
            remarks.append({"of": case, "remark": "district_unnamed"})
        if known.duf[0] == "invalid":
            remarks.append({"of": case, "remark": "duf_invalid"})
        for message in child.findall("Melding"):
            referral = ident(message, case)
            add("referrals", referral=referral, case=case, start=message.get("StartDato"), end=message.get("SluttDato"),
                conclusion=message.get("Konklusjon"))  # fmt: skip
            grounds("referral_senders", "referral", referral, message.findall("Melder"))
            grounds("referral_grounds", "referral", referral, message.findall("Saksinnhold"))
            for inquiry in message.findall("Undersokelse"):
                investigation = ident(inquiry, case)
                add("investigations", investigation=investigation, case=case, start=inquiry.get("StartDato"), end=inquiry.get("SluttDato"),
                    conclusion=inquiry.get("Konklusjon"), specified=inquiry.find("Presisering") is not None)  # fmt: skip
                add("relations", case=case, from_type="referral", from_id=referral, to_type="investigation", to_id=investigation)
                grounds("investigation_grounds", "investigation", investigation, inquiry.findall("Vedtaksgrunnlag"))
        for plan in child.findall("Plan"):
            own = ident(plan, case)
            add("plans", plan=own, case=case, type=plan.get("Plantype"), start=plan.get("StartDato"), end=plan.get("SluttDato"))
            if plan.get("EvaluertDato"):
                add("evaluations", plan=own, date=plan.get("EvaluertDato"))
        for step in child.findall("Tiltak"):
            measure, category, revoked = ident(step, case), step.find("Kategori"), step.find("Opphevelse")
            add("measures", measure=measure, case=case, start=step.get("StartDato"), end=step.get("SluttDato"), category=category.get("Kode"),
                specified=category.find("Presisering") is not None, revoked="" if revoked is None else revoked.get("Kode"),
                revoked_specified=revoked is not None and revoked.find("Presisering") is not None)  # fmt: skip
            for order, basis in enumerate([*step.findall("Lovhjemmel"), *step.findall("JmfrLovhjemmel")]):
                parts = zip(("act", "chapter", "section", "subsection", "letter", "sentence"),
                            ("Lov", "Kapittel", "Paragraf", "Ledd", "Bokstav", "Punktum"), strict=True)  # fmt: skip
                add("legal_bases", of=measure, kind="measure", order=order, **{name: basis.get(source, "") for name, source in parts})
            grounds("measure_grounds", "measure", measure, step.findall("Tiltaksgrunnlag"))
        for move in child.findall("Flytting"):
            cause, to = move.find("ArsakFra"), move.find("FlyttingTil")
            add("moves", move=ident(move, case), case=case, date=move.get("SluttDato"), cause=cause.get("Kode"), destination=to.get("Kode"),
                cause_specified=bool(cause.get("Presisering")), destination_specified=bool(to.get("Presisering")))  # fmt: skip
    counts: dict[str, int] = {}
    for element in root.iter("*"):
        counts[element.tag] = counts.get(element.tag, 0) + 1
    about = {"format": "15F", "municipality": municipality, "municipality_name": sender.get("Kommunenavn"), "counts": counts,
             "organisation": sender.get("Organisasjonsnummer"), "year": year, "remarks": pd.DataFrame(remarks, columns=["of", "remark"])}  # fmt: skip
    return Extract(Cases.of({name: found for name, found in rows.items()}), about, journals, lines)
