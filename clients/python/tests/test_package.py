"""The distribution: what is in it, and that what the reference shows works with nothing but it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import PROJECT, Gateway, port_is_free, require_gateway

CLIENT = PROJECT / "clients" / "python"
SOURCES = sorted(path.name for path in (CLIENT / "src" / "metaforge").iterdir() if path.suffix in (".py", ".typed"))


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build wheel and source distribution as a front end of PEP 517 does, without network, from a copy of the sources."""
    folder = tmp_path_factory.mktemp("distributions")
    source = folder / "source"
    shutil.copytree(CLIENT, source, ignore=shutil.ignore_patterns(".*", "*.egg-info", "build", "dist"))
    build = "import setuptools.build_meta as b; b.build_wheel('../dist'); b.build_sdist('../dist')"
    (folder / "dist").mkdir()
    done = subprocess.run([sys.executable, "-c", build], cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "dist"


def test_the_wheel_has_the_package_its_types_and_nothing_else(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    assert wheel.name == "metaforge_client-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read("metaforge_client-0.1.0.dist-info/METADATA").decode()
    assert sorted(name[len("metaforge/") :] for name in names if name.startswith("metaforge/")) == SOURCES
    assert {name.partition("/")[0] for name in names} == {"metaforge", "metaforge_client-0.1.0.dist-info"}
    assert "py.typed" in SOURCES
    assert re.search(r"^Name: metaforge-client$", metadata, re.MULTILINE)
    assert re.search(r"^Requires-Python: >=3\.9$", metadata, re.MULTILINE)
    assert not re.search(r"^Requires-Dist: (?!.*extra == )", metadata, re.MULTILINE)


def test_what_its_page_on_an_index_says_leads_nowhere_else(distributions: Path) -> None:
    """It is the README, away from the files that are around it in a checkout."""
    (wheel,) = distributions.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        page = archive.read("metaforge_client-0.1.0.dist-info/METADATA").decode().partition("\n\n")[2]
    assert page.startswith("# metaforge-client")
    assert re.findall(r"\]\((?!https://)[^)]*\)", page) == []
    assert "./test" not in page


def test_the_source_distribution_can_be_built_from(distributions: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", *(f"src/metaforge/{name}" for name in SOURCES)} <= names
    # Not some of them, which would fail without the rest and without the gateway.
    assert not [name for name in names if name.startswith("tests")]


def test_its_version_is_the_one_it_tells() -> None:
    import metaforge

    assert metaforge.__version__ == "0.1.0"


@pytest.fixture(scope="module")
def environment(distributions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment that has nothing else, without network; return its interpreter."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    (wheel,) = distributions.glob("*.whl")
    prefix = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", prefix, str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    return python


def test_the_wheel_needs_nothing_but_the_standard_library(environment: Path) -> None:
    code = (
        "import sys, metaforge\n"
        "tops = {name.partition('.')[0] for name in sys.modules} - {'metaforge', '__main__', '__mp_main__'}\n"
        "print(sorted(tops - set(getattr(sys, 'stdlib_module_names', tops)) - {'sitecustomize', '_distutils_hack'}))"
    )
    done = subprocess.run([str(environment), "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def gateway_on_3000(tmp_path: Path) -> Iterator[Gateway]:
    """Run a gateway where the reference says that one is; whoever has the port before is waited for."""
    require_gateway()
    deadline = time.monotonic() + 180
    while not port_is_free(3000):
        if time.monotonic() > deadline:
            pytest.skip("port 3000 is taken by another program")
        time.sleep(0.5)
    gateway = Gateway(tmp_path, port=3000)
    gateway.start()
    try:
        yield gateway
    finally:
        gateway.stop()


def test_the_snippet_of_the_reference_runs_byte_for_byte(
    environment: Path, gateway_on_3000: Gateway, tmp_path: Path
) -> None:
    reference = (PROJECT / "docs" / "reference.md").read_bytes()
    (snippet,) = re.findall(rb"```python\n(.*?)```", reference, re.DOTALL)
    assert b"from metaforge import MetaForgeClient" in snippet
    script = tmp_path / "snippet.py"
    script.write_bytes(snippet)

    done = subprocess.run(
        [str(environment), "-I", "-X", "dev", "-W", "error", str(script)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    written = {path.name for path in gateway_on_3000.workspace.iterdir() if not path.name.startswith(".")}
    assert written == {"PRD.md", "constraints.json", "assumptions.md"}
