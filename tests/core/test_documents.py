"""PDFs: what is printed, and that data is never more than text."""

import re
import shutil
import subprocess
import threading
from datetime import date

import pytest

from bansou.core import documents
from bansou.core.documents import checks, render_pdf
from tests.core import papers

DAY = date(2024, 5, 24)
TEMPLATES = sorted(documents.BANSOU.glob("*/documents/**/*.typ"))
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing"
)


def poppler(tool: str, pdf: bytes, *options: str) -> str:
    command = [tool, *options, "-", *(["-"] if tool == "pdftotext" else [])]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def text_of(pdf: bytes, *options: str) -> str:
    """All text without white space: justified lines and spaced titles would split words."""
    return re.sub(r"\s", "", poppler("pdftotext", pdf, *options))


def pages_of(pdf: bytes) -> int:
    return int(re.search(r"Pages:\s+(\d+)", poppler("pdfinfo", pdf)).group(1))


def test_templates_import_nothing_but_the_shared_file_and_are_no_links():
    assert len(TEMPLATES) == 8
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        assert "@preview" not in source and "@local" not in source
        assert set(re.findall(r'#(?:import|include)\s+"([^"]+)"', source)) <= {"/office.typ"}
        assert not re.search(r"\bread\(|\beval\(|\bplugin\(", source)
        assert not path.is_symlink()


def test_the_root_holds_one_template_and_nothing_else():
    assert [path.name for path in documents.SHARED.rglob("*")] == ["office.typ"]
    assert not any(path.is_symlink() for path in (documents.SHARED, *documents.SHARED.parents))


@pytest.mark.parametrize(
    "source", ['#read("../__init__.py")', '#read("/etc/passwd")', '#import "../x.typ": *']
)
def test_nothing_outside_the_root_is_read(source):
    head = '#set document(title: "x")\n'
    with pytest.raises(documents.DocumentFailed, match=r"escape|not found"):
        documents.compile_pdf((head + source).encode(), '{"issued_on": "2024-05-24"}', "ja")


@pytest.mark.parametrize(
    "template", ["", "memorandum", "../core/x", "supporters/../../x", "/etc/passwd", "supporters/none"]
)
def test_unknown_templates_are_refused(template):
    with pytest.raises(FileNotFoundError):
        render_pdf(template, {}, issued_on=DAY)


def test_data_of_another_shape_fails_without_a_document():
    with pytest.raises(documents.DocumentFailed):
        render_pdf("people/card_slip", {}, issued_on=DAY)


def test_too_much_data_is_refused():
    with pytest.raises(documents.DocumentTooLarge):
        render_pdf("people/card_slip", {"codes": ["x" * documents.MAX_DATA_BYTES]}, issued_on=DAY)


@needs_poppler
def test_markup_in_data_prints_as_text():
    nasty = '#read("/etc/passwd") *b* [x] $1$ `c` <d> @e = f \\ "q" //g'
    text = text_of(render_pdf("payments/payment_notice", papers.payment_notices(nasty), issued_on=DAY))
    assert re.sub(r"\s", "", nasty) in text.replace("“", '"').replace("”", '"')


@needs_poppler
def test_the_former_data_never_appears_in_the_next_document():
    first = render_pdf("payments/payment_notice", papers.payment_notices("Phạm Minh Khôi"), issued_on=DAY)
    second = render_pdf("payments/payment_notice", papers.payment_notices("Lê Hoàng Yến"), issued_on=DAY)
    assert "PhạmMinhKhôi" in text_of(first)
    assert "LêHoàngYến" in text_of(second)
    assert "PhạmMinhKhôi" not in text_of(second)
    with pytest.raises(documents.DocumentFailed):
        render_pdf("payments/payment_notice", {}, issued_on=DAY)


@needs_poppler
def test_threads_get_their_own_data():
    made: dict[int, bytes] = {}

    def make(number: int) -> None:
        made[number] = render_pdf("people/card_slip", {"codes": [f"CODE-{number}"]}, issued_on=DAY)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [text_of(made[number]) for number in range(6)] == [f"CODE-{number}" for number in range(6)]


@needs_poppler
@pytest.mark.parametrize("template", papers.EVERY_PAPER)
def test_every_paper_is_accessible_repeatable_and_stays_on_its_page(template):
    data = papers.EVERY_PAPER[template]
    pdf = render_pdf(template, data, issued_on=DAY)
    assert pdf == render_pdf(template, data, issued_on=DAY)
    assert b"pdfuaid" in pdf
    info = poppler("pdfinfo", pdf)
    assert re.search(r"Title:\s+\S", info) and re.search(r"Tagged:\s+yes", info)
    boxes = poppler("pdftotext", pdf, "-bbox")
    width, height = map(float, re.search(r'<page width="([\d.]+)" height="([\d.]+)"', boxes).groups())
    for left, top, right, bottom in re.findall(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"', boxes
    ):
        assert float(left) > 20 and float(right) < width - 20
        assert float(top) > 10 and float(bottom) < height - 10


@needs_poppler
def test_a_large_document_is_the_same_as_from_this_process():
    data = papers.payment_list(400)
    inputs = documents.json.dumps({**data, "issued_on": DAY.isoformat()}, ensure_ascii=False)
    assert len(inputs.encode()) > documents.LARGE_DATA_BYTES
    alone = render_pdf("payments/payment_list", data, issued_on=DAY)
    assert alone == documents.compile_pdf(documents.source_of("payments/payment_list"), inputs, "ja")
    with pytest.raises(documents.DocumentFailed):
        render_pdf("people/card_slip", {"filler": "x" * documents.LARGE_DATA_BYTES}, issued_on=DAY)


@needs_poppler
def test_memoranda_come_in_two_copies_of_one_page_whatever_the_name():
    pdf = render_pdf(
        "supporters/memorandum", papers.memoranda(*map(papers.member, papers.NAMES)), issued_on=DAY
    )
    assert pages_of(pdf) == 2 * len(papers.NAMES)
    for page in range(1, pages_of(pdf) + 1):
        text = text_of(pdf, "-f", str(page), "-l", str(page))
        assert ("正本" if page % 2 else "控え") in text
        assert "BN-84G7-ZWYW" in text and "案】" in text and "署名・押印" in text
    assert "NguyễnThịPhươngThảo" in text_of(pdf, "-f", "3", "-l", "3")


@needs_poppler
def test_the_memorandum_says_what_the_term_says():
    text = text_of(render_pdf("supporters/memorandum", papers.memoranda(), issued_on=DAY))
    for words in ("2023年7月10日", "2026年2月28日", "1時間以上2時間未満", "4,000円", "2時間以上", "8,000円"):
        assert words in text
    assert "1か月以内" in text and "3件まで" in text and "2名まで" in text and "翌月" in text
    earlier = text_of(
        render_pdf("supporters/memorandum", papers.memoranda(term=papers.EARLIER_TERM), issued_on=DAY)
    )
    for words in ("3時間未満", "6,000円", "3時間以上", "10,000円", "交通費を含む"):
        assert words in earlier
    assert "4,000円" not in earlier and "件まで" not in earlier and "翌月" not in earlier


@needs_poppler
def test_a_confirmed_wording_is_no_draft():
    data = papers.memoranda() | {"wording_confirmed": True}
    assert "案】" not in text_of(render_pdf("supporters/memorandum", data, issued_on=DAY))


@needs_poppler
def test_account_notices_are_one_page_each_with_every_box():
    pdf = render_pdf(
        "supporters/account_notice", papers.account_notices(*map(papers.member, papers.NAMES)), issued_on=DAY
    )
    assert pages_of(pdf) == len(papers.NAMES)
    text = text_of(pdf, "-l", "1")
    for words in (
        "謝金受取口座届出書",
        "金融機関名",
        "支店名",
        "預金種目",
        "口座番号",
        "口座名義（カナ）",
        "記号",
        "番号",
    ):
        assert words in text
    assert "水野あかり" in text and "MIZUNOAKARI" in text


@needs_poppler
@pytest.mark.parametrize(("count", "pages"), [(1, 1), (12, 1), (13, 2)])
def test_twelve_labels_on_a_page(count, pages):
    pdf = render_pdf("supporters/labels", papers.labels(count), issued_on=DAY)
    assert pages_of(pdf) == pages
    text = text_of(pdf)
    assert [f"L-{number:04d}" in text for number in range(count)] == [True] * count
    assert text.count("様") == count
    assert "伴走" not in text


@needs_poppler
def test_the_payment_list_counts_its_pages_and_repeats_its_head():
    pdf = render_pdf("payments/payment_list", papers.payment_list(60), issued_on=DAY)
    pages = pages_of(pdf)
    assert pages >= 2
    for page in range(1, pages + 1):
        text = text_of(pdf, "-f", str(page), "-l", str(page))
        assert f"{page}/{pages}" in text
        assert page == pages or "源泉徴収" in text
    text = text_of(pdf)
    for words in (
        "作成",
        "承認",
        "会計森",
        "60件",
        "480,000",
        "48,960",
        "431,040",
        "覚書がまだ届いていません",
    ):
        assert words in text


@needs_poppler
def test_the_payment_notice_adds_nothing_up_itself():
    text = text_of(render_pdf("payments/payment_notice", papers.payment_notices(), issued_on=DAY))
    for words in (
        "支払通知書",
        "2024年5月24日",
        "2024年5月31日",
        "8,000円",
        "12,000円",
        "1,225円",
        "10,775円",
        "****567",
    ):
        assert words in text


@needs_poppler
def test_card_slips_bear_a_code_and_nothing_else():
    pdf = render_pdf("people/card_slip", {"codes": ["K7M-3Q9-X2P", "110-RDV-1EY"]}, issued_on=DAY)
    assert text_of(pdf) == "K7M-3Q9-X2P110-RDV-1EY"
    assert pages_of(render_pdf("people/card_slip", {"codes": ["K7M-3Q9-X2P"] * 11}, issued_on=DAY)) == 2
    assert "bansou" not in poppler("pdfinfo", pdf).lower()


def test_the_check_for_fonts_follows_the_machine():
    warnings = checks.fonts_for_documents()
    assert [warning.id for warning in warnings] == ([] if documents.has_japanese_fonts() else ["bansou.W001"])
