"""`python -m tests.supply.licences`: the licence of everything installed; fails on (A)GPL at run time."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
AT_RUN_TIME = ("llamacpp", "mcp", "milvus")  # extras that users install, too
UNKNOWN = "unknown"
_COPYLEFT = re.compile(r"(?<![A-Za-z])A?GPL|(?<!Lesser )(?:General Public|Affero)", re.IGNORECASE)
_LESSER = re.compile(
    r"LGPL[\w.+-]*|(?:Lesser|Library)[\w ]*General Public License[^,;]*", re.IGNORECASE
)
_EITHER = re.compile(r"\s+OR\s+|\s*;\s*|\s+or\s+")
_CLASSIFIER = "License :: "
_LONGEST = 100  # characters of a licence's name; more is its text


@dataclass(frozen=True)
class Package:
    """An installed package, its licence as it states it, and whether Yuanwen needs it to run."""

    name: str
    version: str
    licence: str
    at_run_time: bool

    @property
    def is_refused(self) -> bool:
        """Tell whether it may not be needed at run time."""
        return self.at_run_time and (self.licence == UNKNOWN or is_copyleft(self.licence))


def packages() -> list[Package]:
    """Return what is installed, by name; what setuptools and pip themselves are is left to them."""
    needed = run_time_names()
    found = {canonicalize_name(one.name): one for one in distributions() if one.name}
    return [
        Package(name, one.version, licence_of(one), name in needed)
        for name, one in sorted(found.items())
        if name != "yuanwen"
    ]


@lru_cache(maxsize=1)
def run_time_names() -> frozenset[str]:
    """Return the names of the packages that the project needs, directly or through others."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [
        *project["dependencies"],
        *(one for name in AT_RUN_TIME for one in extras.get(name, ())),
    ]
    pending = [(one, "") for one in map(Requirement, lines)]
    seen: set[tuple[str, str]] = set()
    while pending:
        wanted, extra = pending.pop()
        name = canonicalize_name(wanted.name)
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        for one in (*wanted.extras, ""):
            if (name, one) in seen:
                continue
            seen.add((name, one))
            try:
                requires = distribution(name).requires or []
            except PackageNotFoundError:  # of another system, or not installed
                continue
            pending += [(Requirement(line), one) for line in requires]
    return frozenset(name for name, _ in seen)


def licence_of(one: Distribution) -> str:
    """Return the licence that a package states: an expression, a name, or its classifiers."""
    about = one.metadata
    stated = (about.get("License-Expression") or about.get("License") or "").strip()
    first, _, rest = stated.partition("\n")
    named = (
        first.strip() if 0 < len(first.strip()) <= _LONGEST and first.upper() != "UNKNOWN" else ""
    )
    classified = "; ".join(_classified(about.get_all("Classifier") or []))
    return (classified or named if rest else named or classified) or UNKNOWN  # rest: its whole text


def _classified(classifiers: Iterable[str]) -> Iterator[str]:
    for one in classifiers:
        name = one.rpartition(" :: ")[2]
        if one.startswith(_CLASSIFIER) and name != "OSI Approved":
            yield name


def is_copyleft(licence: str) -> bool:
    """Tell whether each licence that may be chosen is the GPL or the AGPL; the LGPL is neither."""
    choices = _EITHER.split(licence.replace("/", " OR "))
    return all(_COPYLEFT.search(_LESSER.sub("", one)) is not None for one in choices)


def main() -> None:
    found = packages()
    for one in found:
        use = "run time" if one.at_run_time else "tests"
        print(f"{one.name:36}{one.version:16}{use:10}{one.licence}")
    refused = [one.name for one in found if one.is_refused]
    needed = sum(one.at_run_time for one in found)
    print(
        f"{len(found)} packages, {needed} at run time; not allowed at run time: {refused or 'none'}"
    )
    sys.exit(bool(refused))


if __name__ == "__main__":
    main()
