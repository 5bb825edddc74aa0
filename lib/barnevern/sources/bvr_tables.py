"""Which column of the case tables stands where in a BVR file (structures v1 to v4)."""

from barnevern.cases.as_of import KEYS
from barnevern.sources.mapping import Source

# Kinds of elements with an Id, as Relasjon and Slettet name them, and what the case tables call
# them.
KINDS = {
    "Melding": "referral",
    "Undersokelse": "investigation",
    "Plan": "plan",
    "Tiltak": "measure",
    "Vedtak": "decision",
    "Ettervern": "aftercare",
    "OversendelseFylkesnemnd": "application",
    "Flytting": "move",
}
IDENTIFIED = {
    f"Sak/{tag}": table for tag, kind in KINDS.items() for table, key in KEYS.items() if key == kind
}
DELETABLE = [*IDENTIFIED, "Sak/Personalia", "Sak/Relasjon", "Sak/Vedtak/Status"]
DATED = {"case": "case", "start": "@StartDato", "end": "Konklusjon/@SluttDato"}
CODE = {"code": "@Kode", "specified": "@Presisering"}
ACT = {
    "act": "Lov/text()",
    "chapter": "Kapittel/text()",
    "section": "Paragraf/text()",
    "subsection": "Ledd/text()",
    "letter": "Bokstav/text()",
    "sentence": "Punktum/text()",
}
SOURCES = [
    Source(
        "referrals", "Sak/Melding", {"referral": "id", **DATED, "conclusion": "Konklusjon/@Kode"}
    ),
    Source("referral_senders", "Sak/Melding/Melder", {"referral": "../id", **CODE}),
    Source("referral_grounds", "Sak/Melding/Saksinnhold", {"referral": "../id", **CODE}),
    Source(
        "investigations",
        "Sak/Undersokelse",
        {
            "investigation": "id",
            **DATED,
            "conclusion": "Konklusjon/@Kode",
            "specified": "Konklusjon/@Presisering",
        },
    ),
    Source(
        "investigation_grounds",
        "Sak/Undersokelse/Vedtaksgrunnlag",
        {"investigation": "../id", **CODE},
    ),
    Source(
        "extensions",
        "Sak/Undersokelse/UtvidetFrist",
        {"investigation": "../id", "start": "@StartDato", "granted": "@Innvilget=1"},
    ),
    Source(
        "participation",
        "Sak/Undersokelse/BarnetsMedvirkning",
        {"investigation": "../id", "start": "StartDato/text()", "code": "MedvirkningType/text()"},
    ),
    Source("plans", "Sak/Plan", {"plan": "id", **DATED, "type": "@Plantype"}),
    Source("evaluations", "Sak/Plan/Evaluering", {"plan": "../id", "date": "@UtfortDato"}),
    Source(
        "measures",
        "Sak/Tiltak",
        {
            "measure": "id",
            **DATED,
            "category": "Kategori/@Kode",
            "specified": "Kategori/@Presisering",
            "revoked": "Opphevelse/@Kode",
            "revoked_specified": "Opphevelse/@Presisering",
        },
    ),
    Source("measure_grounds", "Sak/Tiltak/Tiltaksgrunnlag", {"measure": "../id", **CODE}),
    Source(
        "visits",
        "Sak/Tiltak/Tilsyn/Utfort",
        {"measure": "../../id", "kind": "=supervision", "date": "@UtfortDato"},
    ),
    Source(
        "visits",
        "Sak/Tiltak/Oppfolging/Utfort",
        {"measure": "../../id", "kind": "=follow_up", "date": "@UtfortDato"},
    ),
    Source(  # a visit itself until version 3 (April 2024)
        "visits",
        "Sak/Tiltak/Oppfolging",
        {"measure": "../id", "kind": "=follow_up", "date": "@UtfortDato"},
        given="@UtfortDato",
    ),
    Source("decisions", "Sak/Vedtak", {"decision": "id", **DATED}),
    Source(
        "decision_statuses",
        "Sak/Vedtak/Status",
        {"decision": "../id", "date": "@EndretDato", "code": "@Kode"},
    ),
    Source(
        "decision_demands",
        "Sak/Vedtak/Krav",
        {
            "decision": "../id",
            "start": "@StartDato",
            "end": "Konklusjon/@SluttDato",
            "conclusion": "Konklusjon/@Kode",
            "specified": "Konklusjon/@Presisering",
        },
    ),
    Source(
        "aftercare",
        "Sak/Ettervern",
        {
            "aftercare": "id",
            "case": "case",
            "offered": "@TilbudSendtDato",
            "end": "Konklusjon/@SluttDato",
            "conclusion": "Konklusjon/@Kode",
        },
    ),
    Source(
        "board_applications",
        "Sak/OversendelseFylkesnemnd",
        {"application": "id", "case": "case", "start": "@StartDato"},
    ),
    Source(
        "moves",
        "Sak/Flytting",
        {
            "move": "id",
            "case": "case",
            "date": "@SluttDato",
            "cause": "ArsakFra/@Kode",
            "cause_specified": "ArsakFra/@Presisering",
            "destination": "FlyttingTil/@Kode",
            "destination_specified": "FlyttingTil/@Presisering",
        },
    ),
    *(
        Source(
            "legal_bases",
            f"Sak/{tag}/{basis}",
            {"of": "../id", "kind": f"={KINDS[tag]}", "order": order, **ACT},
        )
        for tag in ("Tiltak", "Vedtak", "OversendelseFylkesnemnd")
        for basis, order in (("Lovhjemmel", "0"), ("JmfrLovhjemmel", "nth"))
    ),
]
