"""Compiles the reader with mypyc while the wheel is built: the same files, read half as fast again.

    HATCH_BUILD_HOOK_ENABLE_CUSTOM=1 python -m hatchling build -t wheel

Needs a C compiler, Python's headers, what the project depends on and deploy/requirements-compile.txt. What it makes
goes into the wheel alone, beside the Python files, which stay: nothing compiled lies in the checkout, where it would
hide what is edited.
"""

import shutil
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from mypyc.build import mypycify
from setuptools import Distribution
from setuptools.command.build_ext import build_ext

READER = "services/classifier/reading"


def _require_compiler() -> None:
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    header = Path(sysconfig.get_path("include"), "Python.h")
    if not shutil.which(compiler) or not header.exists():
        raise FileNotFoundError(f"compiling needs {compiler} and {header}; on Debian: apt install gcc python3-dev")


class CompiledReader(BuildHookInterface[Any]):
    """Puts a module of machine code beside each of the reader's files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; an editable install stays as it is.

        Raises FileNotFoundError where the C compiler or Python's headers are missing, and what the compilers raise.
        """
        if version == "editable":
            return
        _require_compiler()
        self._made = TemporaryDirectory(prefix="koreadesk-compile-")
        made = Path(self._made.name)
        files = sorted(str(f) for f in Path(READER).rglob("*.py") if f.name != "__init__.py")
        self.app.display_waiting(f"compiling {len(files)} files of the reader, which takes some two minutes ...")
        extensions = mypycify(
            [f"--cache-dir={made / 'types'}", *files],
            opt_level="2",
            debug_level="0",
            target_dir=str(made / "c"),
            group_name="koreadesk_reader",
        )
        compiler = build_ext(Distribution({"name": "koreadesk", "ext_modules": extensions}))
        compiler.build_lib, compiler.build_temp = str(made / "lib"), str(made / "objects")
        compiler.ensure_finalized()
        compiler.run()
        for module in (made / "lib").rglob("*.so"):
            build_data["force_include"][str(module)] = str(module.relative_to(made / "lib"))
        build_data["pure_python"], build_data["infer_tag"] = False, True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Throw the intermediate files away."""
        if version != "editable":
            self._made.cleanup()
