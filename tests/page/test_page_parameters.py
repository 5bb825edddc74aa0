"""The parameters of a page and of a network page, each checked for what it is."""

import pytest

from barnevern.page.parameters import NetworkParameters, ParameterProblems, check, check_network


def sentences(function, *given: object) -> list[str]:
    with pytest.raises(ParameterProblems) as raised:
        function(*given)
    return raised.value.sentences


def test_a_network_page_needs_no_municipality():
    checked = check_network("asss", 2024, "published", "")
    assert isinstance(checked, NetworkParameters)
    assert (checked.network, checked.year, checked.municipality) == ("ASSS", 2024, "")


def test_a_network_page_may_mark_one_by_name_or_older_number():
    assert check_network("EKG12", 2024, "published", "Bærum").municipality == "3201"
    assert check_network("EKG12", 2024, "published", "0219").municipality == "3201"


def test_everything_wrong_with_a_network_page_is_told():
    said = sentences(check_network, "ASS", True, "publisert", "Bærom")
    assert ['did you mean "Bærum"?' in said[0], "year True" in said[1], len(said)] == [
        True,
        True,
        4,
    ]
    assert "there is no such data set" in said[2]
    assert said[3] == "network 'ASS' is not a group with members; did you mean \"ASSS\"?"


def test_everything_wrong_with_a_page_is_told_in_the_order_of_its_parameters():
    said = sentences(check, "301", 1, "published", "Bærom")
    assert "did you mean '0301' Oslo?" in said[0]
    assert said[1] == "year 1 must be a whole number from 2013 to 2035, for example 2024"
    assert said[2].startswith("peers: ")
