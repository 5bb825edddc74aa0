"""Which pages a parameter file and the command line ask for, and what is said when they are
wrong.
"""

import pytest

from barnevern.batch.plan import DEFAULT, Request, plan
from barnevern.page.parameters import ParameterProblems

KOSTRA_MUNICIPALITIES = 22


def written(tmp_path, text):
    path = tmp_path / "batch.yml"
    path.write_text(text, encoding="utf-8")
    return path


def sentences(path, request=None):
    with pytest.raises(ParameterProblems) as raised:
        plan(path, request or Request())
    return raised.value.sentences


def test_default_batch_is_every_municipality_with_figures():
    jobs = plan(DEFAULT, Request())
    networks = [job for job in jobs if job.notebook == "network"]
    assert [(job.region.code, job.year, job.folder) for job in networks] == [
        ("ASSS", 2024, "2024/ASSS-asss-nettverket")
    ]
    pages = {(job.region.name, job.year) for job in jobs if job not in networks}
    assert {
        ("Bærum", 2023),
        ("Bærum", 2024),
        ("Asker", 2024),
        ("Drammen", 2018),
        ("Hvaler", 2018),
        ("Kristiansund", 2021),
        ("Oslo", 2021),  # its key figures are those of KOSTRA group 13
        ("Oslo", 2024),
        ("Stavanger", 2020),
    } <= pages
    assert len(pages) == KOSTRA_MUNICIPALITIES + 7
    assert len(jobs) == len(pages) * 6 + 1


def test_names_old_numbers_and_numbers_mean_the_same_municipality():
    chosen = [
        plan(DEFAULT, Request(municipalities=[given], year=2024))[0].region.code
        for given in ("Bærum", "0219", "3024", "3201")
    ]
    assert chosen == ["3201"] * 4


def test_oslo_keeps_its_leading_zero_in_folder_and_parameters():
    job = plan(DEFAULT, Request(municipalities=["0301"], year=2019))[0]
    assert (job.region.code, job.folder) == ("0301", "2019/0301-oslo")


def test_unquoted_0301_in_yaml_is_explained(tmp_path):
    # YAML 1.1 reads 0301 as the octal number 193.
    found = sentences(written(tmp_path, "pages:\n  - municipalities: [0301]\n    years: [2019]\n"))
    assert found == [
        "batch.yml, line 2: municipality 193 must be text with four digits, for example '3201'"
    ]


def test_all_problems_are_named_together_with_the_nearest_word(tmp_path):
    found = sentences(
        written(
            tmp_path,
            "datasett: published\nnotebooks: [cost]\npages:\n  - municipalites: ['3201']\n",
        )
    )
    assert len(found) == 3
    assert 'did you mean "dataset"?' in found[0]
    assert 'did you mean "municipalities"?' in found[1]
    assert 'did you mean "costs"?' in found[2]


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (Request(municipalities=["Bærom"]), 'did you mean "Bærum"?'),
        (Request(municipalities=["3201"], dataset="publisert"), "there is no such data set"),
        (Request(county="Vestlandet"), "is not known"),
        (Request(group="EKG99"), "is not known"),
        (Request(municipalities=["3201"], year=1), "from 2013"),
    ],
)
def test_wrong_choice_on_the_command_line(request_, words):
    with pytest.raises((ParameterProblems, ValueError)) as raised:
        plan(DEFAULT, request_)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pages: 3\n", "pages must be a list"),
        ("notebooks: costs\n", "notebooks must be a list"),
        ("pages: [abc]\n", "entry 1 under pages must hold settings"),
        (
            "pages:\n  - municipalities: 3201\n",
            "entry 1 under pages: municipalities must be a list",
        ),
        ("peers: [3203]\n", "peers must be text"),
        ("- 3201\n", "must be settings with values"),
        ("", "must be settings with values"),
        ("pages:\n  - with_figures: [referal]\n", 'did you mean "referrals"?'),
        ("pages: []\n", "asks for no pages"),
        ("pages: [\n", "is not readable YAML"),
    ],
)
def test_settings_of_the_wrong_kind_are_explained(tmp_path, text, words):
    assert words in "; ".join(sentences(written(tmp_path, text)))


def test_a_notebook_named_twice_makes_one_page():
    assert (
        len(
            plan(
                DEFAULT,
                Request(municipalities=["3201", "Bærum"], year=2024, notebooks=["costs", "costs"]),
            )
        )
        == 1
    )


def test_missing_file_names_the_nearest(tmp_path):
    assert 'did you mean "published.yml"?' in sentences(tmp_path / "publisched.yml")[0]


def test_groups_and_counties():
    in_asss = plan(DEFAULT, Request(group="asss", year=2024, dataset="demo"))
    asss = {job.region.name for job in in_asss}
    assert len(asss) == 12
    akershus = plan(DEFAULT, Request(county="32", year=2024, dataset="demo"))
    assert {job.region.name for job in akershus} >= {"Bærum", "Asker", "Lillestrøm"}
    everyone = {job.region.code for job in plan(DEFAULT, Request(everyone=True, dataset="demo"))}
    assert len(everyone) == 357


@pytest.mark.parametrize(
    ("asked", "pages", "said"),
    [
        (Request(county="32"), {"Bærum", "Asker"}, "No figures in this data set, so no pages: "),
        (Request(group="asss", year=2024), {"Bærum"}, "Tromsø"),
        (Request(group="KOSTRA-gruppe 12", year=2024), {"Bærum"}, "Tromsø"),
        (Request(county="Viken", year=2021), {"Bærum"}, "No figures of 2021 in this data set"),
        (Request(municipalities=["Bærum", "Drammen"], year=2024), {"Bærum"}, "(newest 2018)"),
        (Request(networks=["asss", "EKG16"], year=2024), {"ASSS-nettverket"}, "KOSTRA-gruppe 16"),
    ],
)
def test_those_with_figures_get_pages_and_the_others_are_named(asked, pages, said):
    told = []
    made = {job.region.name for job in plan(DEFAULT, asked, told.append)}
    assert pages <= made
    assert said in " ".join(told)
    assert not {name for name in made if f" {name}," in " ".join(told)}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Request(municipalities=["Bærum"], year=2030), "No figures of 2030 in this data set"),
        (Request(networks=["asss"], year=2030), "ASSS-nettverket (newest 2024)"),
        (Request(municipalities=["Utsira"]), "No figures in this data set, so no pages: Utsira"),
        (Request(county="Viken", year=2024), 'county "Viken" ended in 2023'),
    ],
)
def test_nobody_with_figures_is_refused_in_words(asked, said):
    with pytest.raises(ParameterProblems) as raised:
        plan(DEFAULT, asked)
    assert said in str(raised.value)


def test_a_batch_file_leaves_out_those_without_figures_and_names_them(tmp_path):
    file = written(
        tmp_path, "pages:\n  - municipalities: [Bærum, Utsira]\n    years: [2024, 2031]\n"
    )
    told = []
    assert {(job.region.code, job.year) for job in plan(file, Request(), told.append)} == {
        ("3201", 2024)
    }
    assert told == [
        "No figures of 2031 in this data set, so no pages: Bærum (newest 2024), Utsira",
        "No figures of 2024 in this data set, so no pages: Utsira",
    ]


def test_every_fault_of_a_batch_file_is_told_at_once_with_its_line(tmp_path):
    found = sentences(
        written(
            tmp_path,
            "notebooks: [cost]\npages:\n  - municipalities:\n      - Bærum\n      - Bærom\n"
            "    yeers: latest\n  - networks: [ASS]\n    years: [3024]\n  - with_figures: 3\n",
        )
    )
    for place, words in {
        "line 5": '"Bærum"',
        "line 6": '"years"',
        "line 9": "must be a list",
        "line 7": "",
    }.items():
        assert any(place in one and words in one for one in found), (place, found)
    assert any('"costs"' in one for one in found)


def test_a_network_is_asked_for_by_name_and_gets_its_own_notebook_only():
    jobs = plan(DEFAULT, Request(networks=["ekg12"], year=2024))
    assert [(job.notebook, job.parameters) for job in jobs] == [
        ("network", {"network": "EKG12", "year": 2024, "dataset": "published"})
    ]


@pytest.mark.parametrize("given", ["ASS", "NEAREST", "EKG13-2019"])
def test_a_network_without_members_is_explained(given):
    with pytest.raises(ParameterProblems) as raised:
        plan(DEFAULT, Request(networks=[given], year=2024))
    assert (
        f'network "{given}" has no members; use asss, a KOSTRA group (EKG12) or a county (EKA32)'
        in raised.value.sentences
    )


def test_a_notebook_that_does_not_fit_is_explained():
    with pytest.raises(ParameterProblems, match="ask for a network with --network"):
        plan(DEFAULT, Request(municipalities=["3201"], year=2024, notebooks=["network"]))
