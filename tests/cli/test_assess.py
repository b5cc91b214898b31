"""`bansou assess` from the outside: files, encodings, exit codes, and what stands on disk when it fails."""

import subprocess
import sys
from pathlib import Path

import pytest

from bansou.cli import COMMANDS, main

ROOT = Path(__file__).parents[2]
TERMS = ROOT / "examples" / "terms" / "bansou-net-2023.toml"
SUPPORTERS = "bansou_id,registered_on,experience_confirmed_on,completed\n伴1,2023-04-01,2023-04-01,\n"
HEADER = "claim_id,applicant,co_supporter,recipient,support_on,start,end,filed_on,state\n"
GOOD = "申請,伴1,,R,2024-06-10,10:00,11:00,2024-06-20,\n"
BAD = "c2,伴1,,R,2024-06-10,10:00,25:00,2024-06-20,\n"
OUT = "claim_id,verdict,amount_yen,deadline_on,pay_month,reasons\n"
GOOD_OUT = "申請,accepted,4000,2024-07-10,2024-07,\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("s.csv").write_text(SUPPORTERS, encoding="utf-8")
    Path("c.csv").write_text(HEADER + GOOD, encoding="utf-8")
    return tmp_path


def assess(terms=TERMS, supporters="s.csv", claims="c.csv", out="out.csv"):
    return main(
        ["assess", f"--terms={terms}", f"--supporters={supporters}", f"--claims={claims}", f"--out={out}"]
    )


def test_a_clean_sheet(folder):
    assert assess() == 0
    assert Path("out.csv").read_bytes() == (OUT + GOOD_OUT).encode()


def test_some_rows_in_error(folder):
    Path("c.csv").write_text(HEADER + BAD + GOOD, encoding="utf-8")
    assert assess() == 1
    error = "c2,error,0,2024-07-10,,bad_row:end\n"
    assert Path("out.csv").read_text(encoding="utf-8") == OUT + error + GOOD_OUT


def test_no_claims(folder):
    Path("c.csv").write_text(HEADER)
    assert assess() == 0
    assert Path("out.csv").read_text() == OUT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(folder, encoding, end):
    for name, text in (("s.csv", SUPPORTERS), ("c.csv", HEADER + GOOD)):
        Path(name).write_bytes(text.replace("\n", end).encode(encoding))
    assert assess() == 0
    assert Path("out.csv").read_text(encoding="utf-8") == OUT + GOOD_OUT


def test_bytes_of_no_encoding_spoil_their_own_row_only(folder):
    Path("c.csv").write_bytes(
        (HEADER + GOOD).encode() + b"c2,A,,\xff\xfe,2024-06-10,10:00,11:00,2024-06-20,\n"
    )
    assert assess() == 1
    broken = "c2,error,0,2024-07-10,,bad_row:recipient\n"
    assert Path("out.csv").read_text(encoding="utf-8") == OUT + GOOD_OUT + broken


def test_a_pipe_can_be_read(folder):
    command = f"cat c.csv | {sys.executable} -m bansou.cli assess --terms {TERMS} --supporters s.csv "
    done = subprocess.run(
        command + "--claims /dev/stdin --out out.csv", shell=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0
    assert Path("out.csv").read_text(encoding="utf-8") == OUT + GOOD_OUT


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("s.csv", "bansou_id\n", ["s.csv", "line 1", "registered_on"]),
        ("s.csv", SUPPORTERS + "x,soon,,\n", ["s.csv", "line 3", "registered_on"]),
        ("c.csv", HEADER.replace(",", ";"), ["c.csv", "line 1", "claim_id"]),
        ("c.csv", "", ["c.csv", "line 1", "claim_id"]),
        ("t.toml", "programme = 3", ["t.toml", "programme", "title"]),
        ("t.toml", "programme = \n", ["t.toml", "line 1"]),
    ],
)
def test_an_unusable_input_is_named_and_leaves_the_old_output(folder, capsys, name, content, told):
    Path("t.toml").write_text(TERMS.read_text(encoding="utf-8"), encoding="utf-8")
    Path(name).write_text(content)
    Path("out.csv").write_text("last year's")
    assert assess(terms="t.toml") == 2
    message = capsys.readouterr().err
    assert all(part in message for part in told)
    assert Path("out.csv").read_text() == "last year's"
    assert sorted(path.name for path in Path().iterdir()) == ["c.csv", "out.csv", "s.csv", "t.toml"]


@pytest.mark.parametrize(
    "changed",
    [
        {"claims": "gone.csv"},
        {"supporters": "."},
        {"terms": "gone.toml"},
        {"out": "gone/out.csv"},
        {"out": "."},
        {"out": "c.csv"},
        {"out": "./s.csv"},
        {"out": "/dev/null"},
    ],
)
def test_unusable_paths(folder, capsys, changed):
    assert assess(**changed) == 2
    assert next(iter(changed.values())).removeprefix("./") in capsys.readouterr().err
    assert Path("c.csv").read_text(encoding="utf-8") == HEADER + GOOD
    assert sorted(path.name for path in Path().iterdir()) == ["c.csv", "s.csv"]


def test_a_missing_option_is_a_usage_error(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["assess", "--terms", "x"])
    assert stopped.value.code == 2
    assert "--claims" in capsys.readouterr().err


def test_the_check_starts_without_django(folder):
    script = (
        "import sys; from bansou.cli import main; code = main(sys.argv[1:]);"
        "assert 'django' not in sys.modules; sys.exit(code)"
    )
    options = ["assess", "--terms", TERMS, "--supporters", "s.csv", "--claims", "c.csv", "--out", "out.csv"]
    done = subprocess.run([sys.executable, "-c", script, *options], env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == 0


@pytest.mark.parametrize("arguments", [[], ["--help"], ["help"]])
def test_the_overview_names_our_commands(capsys, arguments):
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert all(f"bansou {typed}" in told for typed, _ in COMMANDS)


def test_an_unknown_command_is_a_usage_error(capsys):
    assert main(["reimburse"]) == 2
    assert "reimburse" in capsys.readouterr().err
