"""The samples do what the README tells: forms go in, first the people, then their claims; a list is judged."""

import csv

import pytest
from django.core.management import call_command

from bansou.accompaniment.models import Claim
from bansou.cli import main
from bansou.supporters.models import Supporter
from tests.factories import EXAMPLES, make_terms
from tests.sheets import FORMS


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "people", "claims"), [("ja", 3, 3), ("en", 2, 2)])
def test_registrations_then_claims(language, people, claims, capsys):
    make_terms()
    call_command("import", "registrations", str(FORMS / f"registrations.{language}.csv"))
    call_command("import", "claims", str(FORMS / f"claims.{language}.csv"))
    assert Supporter.objects.count() == people
    assert Claim.objects.count() == claims
    assert "0 refused" in capsys.readouterr().out


def test_last_years_list(tmp_path):
    lists, out = EXAMPLES / "lists", tmp_path / "judged.csv"
    files = {"terms": EXAMPLES / "terms" / "bansou-net-2023.toml", "supporters": lists / "supporters.csv"}
    files |= {"claims": lists / "claims.csv", "out": out}
    assert main(["assess", *(f"--{name}={path}" for name, path in files.items())]) == 1
    with out.open(encoding="utf-8") as judged:
        told = [(row["verdict"], row["reasons"]) for row in csv.DictReader(judged)]
    assert told == [
        ("accepted", ""),
        ("accepted", ""),
        ("refused", "filed_late"),
        ("refused", "not_eligible"),
        ("refused", "too_short"),
        ("error", "bad_row:end"),
    ]
