"""The sizing of large libraries: its arithmetic by hand, and the tables of docs/scaling.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fakes import LetterEncoder, write_articles, zone

from eval.scaling.measuring import RememberingEncoder, local_figures, store_figures
from eval.scaling.sizing import Assumptions, Figures, need
from eval.scaling.tables import measured_table, sizing_table
from rag.engine import Engine
from rag.settings import Settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scaling.md"
FIGURES = Figures(
    small=1000, large=4000, small_ms=10.0, large_ms=12.0, encoded_a_second=100.0, processors=2,
    dimension=500, terms=250.0, text_bytes=800.0, keyword_bytes=1500.0, vector_bytes=2000.0,
    other_bytes=100.0,
)  # fmt: skip


def test_what_a_hundred_million_passages_need() -> None:
    found = need(100_000_000, FIGURES, Assumptions(node_gigabytes=100, filled=0.5, copies=2))
    assert found.local_disk == pytest.approx(440)  # 800 + 1500 + 2000 + 100 bytes
    assert found.local_memory == pytest.approx(200)  # 500 + 1500
    # a vector 500 x 4, 32 links of 4 bytes, 250 terms of 8, 800 of text, 64: 4992 bytes, twice
    assert found.cluster_memory == pytest.approx(998.4)
    assert found.compressed_memory == pytest.approx(672.8)  # 500 + 2000 + 800 + 64, twice
    assert found.cluster_disk == pytest.approx(486.4)  # 2000 + 2000 + 800 + 64
    assert (found.query_nodes, found.compressed_nodes) == (20, 14)  # of 50 GB that may be filled
    assert found.encoder_hours == pytest.approx(277.78, abs=0.01)
    assert found.encoder_nodes == 12  # 277.78 / 24, rounded up
    assert found.machine_hours == pytest.approx(277.78 + 20 * 720, abs=0.01)
    assert found.cost is None


def test_a_price_is_only_used_where_it_is_given() -> None:
    free, paid = Assumptions(), Assumptions(price=0.5)
    assert "cost" not in sizing_table(FIGURES, free)
    assert need(1_000_000, FIGURES, paid).cost == pytest.approx((2.7778 + 2 * 720) / 2, abs=0.01)
    assert "cost of these at 0.5 an hour" in sizing_table(FIGURES, paid)


def test_two_copies_are_two_machines_however_small_the_library() -> None:
    assert need(1_000, FIGURES, Assumptions()).query_nodes == 2


def test_a_library_is_measured_at_two_sizes(tmp_path: Path) -> None:
    encoder = RememberingEncoder(LetterEncoder())
    parts = [
        write_articles(
            tmp_path / "small.jsonl", *(zone(f"a{n}", "2024", str(n)) for n in range(3))
        ),
        write_articles(tmp_path / "more.jsonl", *(zone(f"b{n}", "2023", str(n)) for n in range(4))),
    ]
    engine = Engine(Settings(), tmp_path / "library")
    engine.use_encoder("bundled", encoder)
    found = local_figures(engine, encoder, parts, ["半导体项目"], 2)
    assert (found.small, found.large) == engine_passages(engine, parts)
    assert encoder.encoded >= found.large
    size = sum(p.stat().st_size for p in engine.generation.folder.rglob("*") if p.is_file())
    each = found.text_bytes + found.keyword_bytes + found.vector_bytes + found.other_bytes
    assert each * found.large == pytest.approx(size)
    assert measured_table(found).count("\n") == 12


def engine_passages(engine: Engine, parts: list[str]) -> tuple[int, int]:
    """Count passages by the articles of the files: one each, whatever stands for others."""
    files = {one.path: set(one.ids) for one in engine.keeper.sources()}
    listed = {str(one["id"]): one["duplicate_of"] for one in engine.articles()}
    own = [sum(listed[name] is None for name in files[part]) for part in parts]
    return own[0], own[0] + own[1]


def test_a_store_is_measured_without_encoding(tmp_path: Path) -> None:
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
    encoder = RememberingEncoder(LetterEncoder())
    parts = [
        write_articles(tmp_path / "one.jsonl", zone("a", "2024", "九")),
        write_articles(tmp_path / "two.jsonl", {"id": "b", "text": "湿地公园的候鸟多了。"}),
    ]
    engine = Engine(Settings(), tmp_path / "library")
    engine.use_encoder("bundled", encoder)
    spec = f"milvus:{tmp_path / 'x.db'}"
    found = store_figures(engine, spec, parts, ["候鸟"], tmp_path / "x.db")
    assert [one.passages for one in found] == [1, 2]
    assert all(one.bytes for one in found)


def test_the_table_of_the_page_follows_from_the_figures_of_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    cells = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|$", text, flags=re.MULTILINE))

    def figure(name: str) -> float:
        return float(cells[name].replace(",", "").removesuffix(" ms"))

    small, large = cells["passages, smaller and larger library"].replace(",", "").split(" / ")
    figures = Figures(
        small=int(small),
        large=int(large),
        small_ms=figure("a search, median, smaller"),
        large_ms=figure("a search, median, larger"),
        encoded_a_second=figure("passages encoded a second"),
        processors=int(figure("processors of the encoder")),
        dimension=int(figure("components of a vector")),
        terms=figure("different terms of a passage"),
        text_bytes=figure("bytes of a passage: articles"),
        keyword_bytes=figure("bytes of a passage: keywords"),
        vector_bytes=figure("bytes of a passage: vectors"),
        other_bytes=figure("bytes of a passage: all else"),
    )
    assert measured_table(figures) in text
    assert sizing_table(figures, Assumptions()) in text
