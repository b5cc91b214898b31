"""Names for the bank file: every step of the normalising, every refusal, and what must hold for any input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.payments.rules.kana import (
    NAME_BYTES,
    Change,
    FieldKind,
    NameReason,
    NameRefused,
    check_characters,
    normalise_name,
    suggest_name,
)

HIRAGANA = "".join(map(chr, range(0x3041, 0x3097)))
KATAKANA = "".join(map(chr, range(0x30A1, 0x30F7)))
HALF = "".join(map(chr, range(0xFF61, 0xFFA0)))
LIKELY = st.text(HIRAGANA + KATAKANA + HALF + "ーー‐－・、,　 ゛゜ﾞﾟabzAZ019()（）.-", max_size=24)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("やまだ　はるか", "ﾔﾏﾀﾞ ﾊﾙｶ"),
        ("ヤマダ ハルカ", "ﾔﾏﾀﾞ ﾊﾙｶ"),
        ("か゛は゜", "ｶﾞﾊﾟ"),
        ("ｶ゛ﾊ゜", "ｶﾞﾊﾟ"),
        ("キョウコ", "ｷﾖｳｺ"),
        ("ァィゥェォッャュョヮヵヶ", "ｱｲｳｴｵﾂﾔﾕﾖﾜｶｹ"),
        ("ヰヱゐゑ", "ｲｴｲｴ"),
        ("Nguyen Van An", "NGUYEN VAN AN"),
        ("ＮＧＵＹＥＮ", "NGUYEN"),
        ("メアリー", "ﾒｱﾘ-"),
        ("ﾒｱﾘｰ", "ﾒｱﾘ-"),
        ("ア‐イ‑ウ–エ—オ―カ−キ", "ｱ-ｲ-ｳ-ｴ-ｵ-ｶ-ｷ"),
        ("ジャン・ピエール", "ｼﾞﾔﾝ ﾋﾟｴ-ﾙ"),
        ("ｱ･ｲ､ウ，エ,オ", "ｱ ｲ ｳ ｴ ｵ"),
        ("  ア \t イ  ", "ｱ ｲ"),
        ("ヴィクトリア", "ｳﾞｲｸﾄﾘｱ"),
        ("ゔ", "ｳﾞ"),
        ("カ）バンソウ", "ｶ)ﾊﾞﾝｿｳ"),
    ],
)
def test_normalises(raw, text):
    assert normalise_name(raw).text == text


@pytest.mark.parametrize(
    ("raw", "reason", "detail"),
    [
        ("", NameReason.EMPTY, ""),
        (" 　・", NameReason.EMPTY, ""),
        ("山田はるか", NameReason.KANJI, "山田"),
        ("㈱バンソウ", NameReason.KANJI, "株"),
        ("佐々木", NameReason.KANJI, "佐々木"),
        ("カヲル", NameReason.WO, "ヲ"),
        ("ｶｦﾙ", NameReason.WO, "ヲ"),
        ("ヷヸヹヺ", NameReason.VOICED_W, "ヷヸヹヺ"),
        ("ワ゛", NameReason.VOICED_W, "ヷ"),
        ("Nguyễn", NameReason.CHARACTER, "ễ"),
        ("ア@イ", NameReason.CHARACTER, "@"),
        ("ア🙂", NameReason.CHARACTER, "🙂"),
        ("ア゛", NameReason.SOUND_MARK, "ﾞ"),
        ("カ゜", NameReason.SOUND_MARK, "ﾟ"),
        ("ア" * 31, NameReason.TOO_LONG, "31"),
        ("ガ" * 16, NameReason.TOO_LONG, "32"),
    ],
)
def test_refuses(raw, reason, detail):
    with pytest.raises(NameRefused) as refused:
        normalise_name(raw)
    assert (refused.value.reason, refused.value.detail) == (reason, detail)


def test_thirty_bytes_are_enough():
    assert normalise_name("ア" * 30).text == "ｱ" * 30
    assert normalise_name("ガ" * 15).text == "ｶﾞ" * 15


def test_shows_each_change_in_order():
    assert normalise_name("きょうこ・mary").changes == (
        ("きょうこ・mary", "キョウコ・mary", Change.KATAKANA),
        ("キョウコ・mary", "キヨウコ・mary", Change.LARGE_KANA),
        ("キヨウコ・mary", "キヨウコ・MARY", Change.UPPER_CASE),
        ("キヨウコ・MARY", "キヨウコ MARY", Change.SEPARATOR),
        ("キヨウコ MARY", "ｷﾖｳｺ MARY", Change.HALF_WIDTH),
    )
    assert normalise_name("ﾔﾏﾀﾞ ﾊﾙｶ").changes == ()


@given(LIKELY | st.text(max_size=40))
def test_an_accepted_name_passes_the_table_and_stays(raw):
    try:
        name = normalise_name(raw)
    except NameRefused:
        return
    assert check_characters(FieldKind.NAME, name.text) == ()
    assert len(name.text.encode("cp932")) == len(name.text) <= NAME_BYTES
    assert normalise_name(name.text).text == name.text
    assert normalise_name(name.text).changes == ()
    assert bool(name.changes) == (name.text != raw)


@pytest.mark.parametrize(
    ("raw", "suggested"),
    [
        ("株式会社バンソウ", "ｶ)ﾊﾞﾝｿｳ"),
        ("バンソウ㈱", "ﾊﾞﾝｿｳ(ｶ"),
        ("バンソウ（株）トウキョウ", "ﾊﾞﾝｿｳ(ｶ)ﾄｳｷﾖｳ"),
        ("カブシキガイシャ　ばんそう", "ｶ)ﾊﾞﾝｿｳ"),
        ("有限会社ア", "ﾕ)ｱ"),
        ("合同会社ア", "ﾄﾞ)ｱ"),
        ("合資会社ア", "ｼ)ｱ"),
        ("合名会社ア", "ﾒ)ｱ"),
        ("公益財団法人ア", "ｻﾞｲ)ｱ"),
        ("一般社団法人ア", "ｼﾔ)ｱ"),
        ("NPO法人ア", "ﾄｸﾋ)ｱ"),
        ("特定非営利活動法人ア", "ﾄｸﾋ)ｱ"),
        ("社会福祉法人ア", "ﾌｸ)ｱ"),
        ("学校法人ア", "ｶﾞｸ)ｱ"),
        ("宗教法人ア", "ｼﾕｳ)ｱ"),
        ("医療法人ア", "ｲ)ｱ"),
        ("カヲル", "ｶｵﾙ"),
        ("ヤマダ", None),
        ("株式会社伴走", None),
    ],
)
def test_suggests(raw, suggested):
    assert suggest_name(raw) == suggested


@pytest.mark.parametrize(
    ("kind", "text", "bad"),
    [
        (FieldKind.NAME, "ｱ-.()", ()),
        (FieldKind.BANK, "ｱ-9Z ﾊﾟ", ()),
        (FieldKind.BANK, "ｱ.", ((1, NameReason.CHARACTER),)),
        (FieldKind.EDI, "ｦ\\｢｣()-/.", ()),
        (FieldKind.NAME, "ｦ/", ((0, NameReason.CHARACTER), (1, NameReason.CHARACTER))),
        (FieldKind.NAME, "ｧｰ,･a", tuple((at, NameReason.CHARACTER) for at in range(5))),
        (FieldKind.NAME, "ﾞ", ((0, NameReason.SOUND_MARK),)),
        (FieldKind.NAME, "ﾅﾞｶﾟﾊﾞﾞ", tuple((at, NameReason.SOUND_MARK) for at in (1, 3, 6))),
    ],
)
def test_tables(kind, text, bad):
    assert check_characters(kind, text) == bad


def test_sound_marks_follow_only_the_kana_that_take_them():
    kana = [chr(code) for code in range(0xFF71, 0xFF9E)]
    voiced = {char for char in kana if not check_characters(FieldKind.NAME, char + "ﾞ")}
    half_voiced = {char for char in kana if not check_characters(FieldKind.NAME, char + "ﾟ")}
    assert voiced == set("ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ")
    assert half_voiced == set("ﾊﾋﾌﾍﾎ")
