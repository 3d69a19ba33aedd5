"""Builds our programs and installs the peers, everything under target/bench/."""

import os
import pathlib
import shutil
import subprocess
import sys

import child

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
BENCH = REPOSITORY / "target/bench"
PEERS = REPOSITORY / "benches/peers"
PYTHON = BENCH / "venv/bin/python"


def all_of_it():
    """Makes everything ready; gives the peers that could not be installed, and why."""
    os.chdir(REPOSITORY)
    BENCH.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cargo", "build", "--release", "--quiet"], check=True)
    subprocess.run(["cargo", "bench", "--no-run", "--quiet"], check=True)
    return python_peers() | zen()


def python_peers():
    """A virtual environment with the Python peers; those that are missing."""
    missing = {}
    if not PYTHON.is_file():
        made = child.run([sys.executable, "-m", "venv", BENCH / "venv"])
        if made.code:
            return {name: last_line(made.output) for name in ["python", *packages()]}
    for name in packages():
        if child.run([PYTHON, "-c", f"import {name.replace('-', '_')}"]).code:
            tried = child.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", name])
            if tried.code:
                missing[name] = last_line(tried.output)
    if "openpyxl" in missing:
        missing.setdefault("pandas", missing["openpyxl"])
    return missing


def packages():
    return (PEERS / "requirements.txt").read_text().split()


def zen():
    """The ZEN peer, a package of its own; why it could not be built."""
    built = child.run(["cargo", "build", "--release", "--quiet", "--manifest-path", PEERS / "zen/Cargo.toml",
                       "--target-dir", BENCH / "zen"])
    return {"zen": last_line(built.output)} if built.code else {}


def last_line(text):
    return (text.strip().splitlines() or ["no reason given"])[-1]


def bench_program(name):
    """The program of one of our benches."""
    listed = child.run(["cargo", "bench", "--no-run", "--bench", name])
    path = listed.output.rsplit("(", 1)[1].split(")")[0]
    return REPOSITORY / path


def roster(rows):
    """The clean roster of a city of so many enterprises, made when it is not there yet."""
    folder = BENCH / str(rows)
    if not (folder / "roster.xlsx").is_file():
        subprocess.run([REPOSITORY / "target/release/sample-data", "--year", "2023", "--rows", str(rows),
                        "--out", str(folder)], check=True)
    return folder / "roster.xlsx"


def machine():
    """The machine in a few words, without its name."""
    info = pathlib.Path("/proc/cpuinfo").read_text()
    model = next((line.split(":", 1)[1].strip() for line in info.splitlines() if line.startswith("model name")), "?")
    total = next(line for line in pathlib.Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    memory = int(total.split()[1]) // 1024 // 1024
    rust = child.run([shutil.which("rustc") or "rustc", "--version"]).output.split()[1]
    return f"{os.cpu_count()} cores of {model}, {memory} GiB, Rust {rust}, Python {sys.version.split()[0]}"
