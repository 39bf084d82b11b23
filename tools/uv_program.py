"""Find uv, or install the one that uv.lock pins: by pip where there is one, else straight from the index."""

from __future__ import annotations

import hashlib
import io
import os
import platform
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import tomllib
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

OLDEST_UV = (0, 9)
CA_BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")


class UvError(Exception):
    """uv could not be had; the message says what to do."""


@dataclass(frozen=True)
class Wheel:
    """One built file of uv as uv.lock names it."""

    url: str
    sha256: str

    @property
    def name(self) -> str:
        """Give the file's name."""
        return urllib.parse.unquote(self.url.rsplit("/", 1)[1])


@dataclass(frozen=True)
class LockedUv:
    """The version of uv that uv.lock pins, with its files and the index it came from."""

    version: str
    wheels: tuple[Wheel, ...]


def read_lock(lock: Path) -> tuple[LockedUv, set[str]]:
    """Read uv's own entry in uv.lock, and the addresses of all indexes named there."""
    packages = tomllib.loads(lock.read_text(encoding="utf-8"))["package"]
    own = next(package for package in packages if package["name"] == "uv")
    wheels = tuple(Wheel(item["url"], item["hash"].removeprefix("sha256:")) for item in own["wheels"])
    registries = {package["source"]["registry"] for package in packages if "registry" in package["source"]}
    return LockedUv(own["version"], wheels), registries


def version_of(program: Path | str) -> tuple[int, ...]:
    """Ask a uv for its version; an empty tuple where it does not run."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return ()
    found = re.match(r"uv (\d+)\.(\d+)\.(\d+)", answer.stdout)
    return tuple(map(int, found.groups())) if found else ()


def provide_uv(lock: Path, venv: Path, environment: dict[str, str], index: str | None) -> Path:
    """Give a uv that can read the lock file: the environment's own, the one on PATH, or one installed now.

    `index` is the package index that stands in for the one in the lock file, if the user has set one. Raises
    UvError when every way fails, with what each of them said.
    """
    own = venv / "bin" / "uv"
    on_path = shutil.which("uv")
    for candidate in [own, *([Path(on_path)] if on_path else [])]:
        if version_of(candidate) >= OLDEST_UV:
            return candidate
    locked, _ = read_lock(lock)
    print(f"setup: installing uv {locked.version}", flush=True)
    failures = []
    for way in (install_with_pip, install_from_index):
        try:
            way(locked, venv, environment, index)
        except UvError as error:
            failures.append(str(error))
        else:
            if version_of(own) >= OLDEST_UV:
                return own
            failures.append(f"the installed uv does not run ({own})")
    raise UvError(
        "uv could not be installed; is there a way to a package index from here? A mirror is named by "
        "PIP_INDEX_URL, a proxy by HTTPS_PROXY. Or install uv yourself, so that it is on PATH.\n  "
        + "\n  ".join(failures)
    )


def install_with_pip(locked: LockedUv, venv: Path, environment: dict[str, str], index: str | None) -> None:
    """Install uv by the pip of the running Python; pip follows its own settings."""
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        raise UvError("pip: not there")
    hashes = "".join(f" --hash=sha256:{wheel.sha256}" for wheel in locked.wheels)
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "uv.txt"
        wanted.write_text(f"uv=={locked.version}{hashes}\n", encoding="utf-8")
        pip += ["--python", str(venv / "bin" / "python"), "--disable-pip-version-check", "--no-input"]
        command = [*pip, "install", "--quiet", "--only-binary=:all:", "--require-hashes", "-r", str(wanted)]
        settings = {**environment, **({"PIP_INDEX_URL": index} if index else {})}
        answer = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise UvError(f"pip: {last_line(answer.stderr)}")


def last_line(text: str) -> str:
    """Give the last line that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and "[notice]" not in line]
    return lines[-1] if lines else "failed without a word"


def install_from_index(locked: LockedUv, venv: Path, environment: dict[str, str], index: str | None) -> None:
    """Download uv's wheel, check its hash against the lock file, and put its program into the environment."""
    wheel = wheel_for_this_machine(locked)
    trust = trusted_certificates(environment)
    url = find_in_index(index, wheel.name, trust) if index else wheel.url
    content = download(url, trust)
    if hashlib.sha256(content).hexdigest() != wheel.sha256:
        raise UvError(f"{wheel.name}: what was downloaded has not the hash that uv.lock names")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = next(name for name in archive.namelist() if name.endswith(".data/scripts/uv"))
        program = venv / "bin" / "uv"
        program.write_bytes(archive.read(member))
        program.chmod(0o755)


def wheel_for_this_machine(locked: LockedUv) -> Wheel:
    """Choose the wheel built for this system and processor."""
    system = {"Linux": "manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux", "Darwin": "macosx"}
    wanted = system.get(platform.system())
    machine = platform.machine().lower()
    for wheel in locked.wheels:
        if wanted and f"-{wanted}_" in wheel.name and wheel.name.endswith(f"_{machine}.whl"):
            return wheel
    raise UvError(f"uv {locked.version} is not built for {platform.system()} on {machine}")


def trusted_certificates(environment: dict[str, str]) -> ssl.SSLContext:
    """Trust what the user names (SSL_CERT_FILE), else what the system trusts."""
    named = [environment.get("SSL_CERT_FILE"), ssl.get_default_verify_paths().cafile, *CA_BUNDLES]
    return ssl.create_default_context(cafile=next((p for p in named if p and Path(p).is_file()), None))


def download(url: str, trust: ssl.SSLContext) -> bytes:
    """Read a web address (http or https), or a file named as one."""
    if urllib.parse.urlsplit(url).scheme not in {"http", "https", "file"}:
        raise UvError(f"{url}: not an address to download from")
    timeout = float(os.environ.get("PIP_DEFAULT_TIMEOUT") or 60)
    try:
        with urllib.request.urlopen(url, timeout=timeout, context=trust) as answer:  # noqa: S310 (checked above)
            content: bytes = answer.read()
    except (urllib.error.URLError, OSError) as error:
        raise UvError(f"{url}: {error}") from error
    return content


class Links(HTMLParser):
    """Collect the addresses on an index page (the Simple Repository API in HTML, PEP 503)."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of a link."""
        self.addresses += [value for name, value in attrs if tag == "a" and name == "href" and value]


def find_in_index(index: str, name: str, trust: ssl.SSLContext) -> str:
    """Find where an index keeps a file of uv."""
    page = index.rstrip("/") + "/uv/"
    url = find_in_links(download(page, trust).decode("utf-8", errors="replace"), page, name)
    if url is None:
        raise UvError(f"{page} does not list {name}")
    return url


def find_in_links(html: str, page: str, name: str) -> str | None:
    """Find the address of a file among the links of an index page that was read from `page`."""
    links = Links()
    links.feed(html)
    for address in links.addresses:
        url = urllib.parse.urldefrag(urllib.parse.urljoin(page, address)).url
        if urllib.parse.unquote(url).endswith("/" + name):
            return url
    return None
