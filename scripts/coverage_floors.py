"""Holds the tests' coverage above the floors; run after the tests."""

import json
import subprocess
import sys

FLOORS = {"harkat/domain/": 100, "harkat/services/": 95, "harkat/": 90}
"""Folders and the share, in percent, of their statements and of their branches that tests reach."""

KINDS = {
    "statements": ("covered_lines", "num_statements"),
    "branches": ("covered_branches", "num_branches"),
}


def measured() -> dict[str, dict[str, int]]:
    """Return the counts of each measured file."""
    command = [sys.executable, "-m", "coverage", "json", "-q", "-o", "-"]
    report = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return {path: file["summary"] for path, file in json.loads(report.stdout)["files"].items()}


def main() -> int:
    """Print one line per floor and kind; return 1 when one is not reached."""
    files = measured()
    status = 0
    for folder, percent in FLOORS.items():
        counts = [count for path, count in files.items() if path.startswith(folder)]
        for kind, (covered_key, total_key) in KINDS.items():
            covered = sum(count[covered_key] for count in counts)
            total = sum(count[total_key] for count in counts)
            reached = covered * 100 >= percent * total
            status = status if reached else 1
            verdict = "" if reached else ": TOO FEW"
            print(f"{folder}: {covered} of {total} {kind}, {percent} % asked{verdict}")
    return status


if __name__ == "__main__":
    sys.exit(main())
