"""Languages told by their scripts and their commonest words."""

from __future__ import annotations

import pytest

from rag.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("丽水经开区引进了41个半导体项目", "zh"),
        ("浙江晶引电子科技有限公司的COF项目 FerroTec", "zh"),
        ("How many projects has the zone attracted? 丽水", "en"),
        ("Wie viele Projekte hat die Zone und was ist das für ein Ort?", "de"),
        ("Сколько проектов привлекла зона?", "ru"),
        ("これは日本語の文章です", "ja"),
        ("대한민국은 동아시아의 나라이다", "ko"),
        ("12345", "en"),
        ("Combien d'espèces d'oiseaux ont été observées ?", "fr"),
        ("¿Cuántas especies se registraron en el parque?", "es"),
        ("Quante specie sono state registrate?", "it"),
        ("Quantas espécies foram registradas?", "pt"),
        ("Hoeveel soorten zijn waargenomen?", "nl"),
        ("The Las Vegas mayor said that the de facto rules were not new.", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language
