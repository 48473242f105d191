"""A schedule as CSV and XLSX: exactly the rows of the screen, the card and the command."""

import csv
import io
from collections.abc import Mapping, Sequence

from harkat.domain.schedule import Instalment

_HEADINGS = ("Ke-", "Jatuh tempo", "Pokok", "Bunga", "Angsuran", "Sisa pokok")
_AMOUNTS = range(2, 6)


def plain_row(row: Instalment) -> Mapping[str, object]:
    """Return a row in plain values: whole rupiah, and the day as ISO text."""
    values = row._asdict()
    return {
        name: value.isoformat() if name == "due_on" else int(value)
        for name, value in values.items()
    }


def schedule_csv(rows: Sequence[Instalment]) -> str:
    """Return the rows as CSV, with the names of the fields as its first line."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=Instalment._fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(plain_row(row) for row in rows)
    return text.getvalue()


def schedule_xlsx(rows: Sequence[Instalment], *, title: str) -> bytes:
    """Return the rows as a workbook of one sheet, with a line of sums."""
    import xlsxwriter  # here, because few requests need it

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Jadwal")
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        amount = book.add_format({"num_format": "#,##0"})
        total = book.add_format({"num_format": "#,##0", "bold": True})
        sheet.write_string(0, 0, title, bold)
        sheet.write_row(2, 0, _HEADINGS, bold)
        sheet.freeze_panes(3, 0)
        sheet.set_column(1, 5, 16)
        for line, row in enumerate(rows, start=3):
            sheet.write_number(line, 0, row.number)
            sheet.write_datetime(line, 1, row.due_on, day)
            values = (row.principal, row.interest, row.total, row.balance)
            for column, value in zip(_AMOUNTS, values, strict=True):
                sheet.write_number(line, column, int(value), amount)
        end = 3 + len(rows)
        sheet.write_string(end, 1, "Jumlah", bold)
        for column, name in zip(_AMOUNTS, ("principal", "interest", "total"), strict=False):
            sheet.write_number(end, column, sum(int(getattr(row, name)) for row in rows), total)
    return content.getvalue()
