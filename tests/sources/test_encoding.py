from __future__ import annotations

import pytest

from desireline.sources import encoding

SPANISH = (
    "id,texto\n1,Muy mal: llegó rota y nadie contestó\n2,Tardó días, pero la señora fue amable\n"
    * 6
)
GERMAN = "id;Text\n1;Schön, aber die Größe stimmt nicht\n2;Rückgabe dauerte über zwölf Tage\n" * 6
RUSSIAN = (
    "id;текст\n1;Доставка опоздала на два дня, никто не позвонил\n2;Спасибо, всё хорошо\n" * 6
)


CHINESE = "编号,意见\n1,快递迟到了两天,没有人打电话\n2,谢谢,一切都很好\n"
KOREAN = "번호,의견\n1,배송이 이틀 늦었고 아무도 전화하지 않았습니다\n2,감사합니다 좋아요\n"


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        (SPANISH, "latin-1", "cp1252"),
        (SPANISH, "utf-8", "utf-8"),
        (GERMAN, "cp1252", "cp1252"),
        (GERMAN, "utf-16", "utf-16"),
        (RUSSIAN, "cp1251", "cp1251"),
        (CHINESE, "gb18030", "gb"),
        (KOREAN, "cp949", "cp949"),
        ("name\nJosé\n", "latin-1", "cp1252"),
    ],
)
def test_a_text_is_read_in_the_script_in_which_it_was_written(
    text: str, written: str, read: str
) -> None:
    found = encoding.detect(text.encode(written))
    assert found is not None
    assert text.encode(written).decode(found.name) == text
    assert found.name.startswith(read)
