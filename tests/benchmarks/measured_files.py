"""Large measurement files for the benchmarks: outages of 200 services over two years, seeded."""

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

HEAD = ("Incident", "Service", "Start (UTC)", "End (UTC)", "Duration (min)", "Impact", "Maintenance", "Title")
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
SECONDS = 2 * 365 * 86_400


def outage_rows(count: int) -> Iterator[list[object]]:
    """Rows in the order they were opened; start and end are naive UTC datetimes."""
    rand = random.Random(2024)
    for number in range(count):
        start = (FIRST + timedelta(seconds=rand.randrange(SECONDS))).replace(tzinfo=None)
        minutes = rand.randrange(1, 600)
        yield [
            f"INC{number:07d}",
            f"Service {rand.randrange(200)}",
            start,
            start + timedelta(minutes=minutes),
            minutes,
            rand.choice(("minor", "major", "critical")),
            rand.choice(("no", "no", "yes")),
            f"Incident {number} with storage path {rand.randrange(1000)}",
        ]


def write_csv(path: Path, count: int) -> Path:
    """ISO times with Z."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        for row in outage_rows(count):
            writer.writerow([f"{cell.isoformat()}Z" if isinstance(cell, datetime) else cell for cell in row])
    return path


def write_xlsx(path: Path, count: int) -> Path:
    """Real date cells."""
    import xlsxwriter

    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("Outages")
        sheet.write_row(0, 0, HEAD)
        for number, row in enumerate(outage_rows(count), 1):
            sheet.write_row(number, 0, row)
    return path
