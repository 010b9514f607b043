"""`python -m tests.supply.hashes`: writes requirements-hashed.txt, the archives that pip would install.

pip resolves the project with its tested versions (constraints.txt), installs nothing, and reports
the SHA-256 of each archive as its registry states it. The archives are those of this machine's
system and Python; the registry is the one that pip is set up for.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HASHED = ROOT / "requirements-hashed.txt"
EXTRAS = "test,llamacpp,mcp,milvus"
HEAD = """\
# Made by `python -m tests.supply.hashes` for {system}; see docs/security.md. Install with:
#   pip install --require-hashes -r requirements-hashed.txt
#   pip install --no-deps --no-build-isolation -e .
"""


def main() -> None:
    report = resolved()
    system = f"{report['environment']['sys_platform']} {report['environment']['platform_machine']}"
    python = ".".join(report["environment"]["python_full_version"].split(".")[:2])
    lines = hashed_lines(report)
    HASHED.write_text(
        HEAD.format(system=f"{system}, Python {python}") + "".join(lines), encoding="utf-8"
    )
    print(f"{len(lines)} packages in {HASHED.name}")


def resolved() -> dict[str, Any]:
    """Return pip's report of what it would install.

    Raises:
        CalledProcessError: it finds no versions that fit.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        command = [
            sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet",
            "--only-binary", ":all:", "--report", str(path), "-c", str(ROOT / "constraints.txt"),
            *_constrained("torch"), f"{ROOT}[{EXTRAS}]",
        ]  # fmt: skip
        subprocess.run(command, check=True, cwd=folder)
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found


def _constrained(name: str) -> list[str]:
    """Return the exact version of a package that constraints.txt names, for the command line."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return re.findall(rf"^{name}==\S+$", text, re.MULTILINE)


def hashed_lines(report: Mapping[str, Any]) -> list[str]:
    """Return a line for each archive of a report, by name; local folders are left out."""
    lines = []
    for one in report["install"]:
        archive = one["download_info"].get("archive_info")
        if archive is None:  # the project itself
            continue
        about, digest = one["metadata"], archive["hashes"]["sha256"]
        version = about["version"].partition("+")[0]
        lines.append(
            f"{about['name'].lower().replace('_', '-')}=={version} --hash=sha256:{digest}\n"
        )
    return sorted(lines)


if __name__ == "__main__":
    main()
