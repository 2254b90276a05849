"""Language: English is never taken for foreign, and foreign copy is named by its tongue."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classifier.reading.texts.language import language_of


@pytest.mark.parametrize(
    "text",
    [
        "North Korean officials did not show up on Thursday for a meeting with the Americans.",
        "N. Korea puts off family reunions",
        "Kim, Moon, Trump: Seoul",
        "Xi Jinping visits Pyongyang",
        "S. Korea, Japan envoys meet in de facto summit",
        "“We waited,” the official said — but nobody came to the truce village.",
        "PYONGYANG SLAMS SEOUL OVER LEAFLETS",
    ],
)
def test_english_is_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("북한이 남북회담을 연기했다", "ko"),
        ("北朝鮮がミサイルを発射した", "ja"),
        ("朝鲜取消了会谈", "zh"),
        ("КНДР отменила переговоры с Южной Кореей, сообщает агентство", "ru"),
        ("Північна Корея скасувала переговори з Південною Кореєю, повідомляє агентство", "uk"),
        ("كوريا الشمالية تلغي المحادثات مع كوريا الجنوبية", "ar"),
        ("کره شمالی مذاکرات را لغو کرد و گفت پیونگ یانگ", "fa"),
        ("Η Βόρεια Κορέα ακύρωσε τις συνομιλίες", "el"),
        ("เกาหลีเหนือยกเลิกการเจรจา", "th"),
        ("उत्तर कोरिया ने वार्ता रद्द की", "hi"),
        ("Le Nord a reporté la rencontre prévue pour jeudi avec le Sud, selon des responsables à Séoul", "fr"),
        ("Nordkorea sagt das Treffen mit den USA ab und nennt keine Gründe für die Absage", "de"),
        ("Corea del Norte cancela la reunión con Corea del Sur en la frontera", "es"),
        ("Coreia do Norte cancela encontro com os Estados Unidos em Singapura", "pt"),
        ("La Corea del Nord annulla il vertice con gli Stati Uniti", "it"),
        ("Noord-Korea zegt het overleg met de Verenigde Staten af, meldt het ministerie van Buitenlandse Zaken", "nl"),
        ("Kuzey Kore görüşmeyi iptal etti ve ABD ile temas için şart koştu", "tr"),
        ("Korea Utara membatalkan pertemuan dengan Korea Selatan yang dijadwalkan pada hari Kamis", "id"),
        ("Triều Tiên hủy cuộc gặp với Hàn Quốc và không cho biết lý do", "vi"),
        ("Korea Północna odwołała spotkanie z Koreą Południową i nie podała przyczyny", "pl"),
        ("Nordkorea ställer in mötet med Sydkorea och skyller på USA för att samtalen inte blev av", "sv"),
    ],
)
def test_foreign_copy_is_named(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "1234 56", "  \n ", "🚀🚀", "\x00"])
def test_what_has_no_letters_has_no_language(text: str) -> None:
    assert language_of(text) == "und"


def test_a_foreign_quotation_leaves_english_english() -> None:
    assert (
        language_of('The spokesman said "북남관계" means inter-Korean relations, and that the talks were off.') == "en"
    )


@given(st.text())
def test_every_text_gets_an_answer(text: str) -> None:
    assert language_of(text)


@pytest.mark.parametrize("piece", ["x", "a ", "\u0301", "й", "한", '"', "\u202e", "ſ"])
def test_a_hundred_kilobytes_cost_no_more_than_their_beginning(piece: str) -> None:
    begun = time.process_time()
    language_of(piece * 100_000)
    assert time.process_time() - begun < 0.05
