"""Files of markup for tests: pages with tables, and XML tables of Excel 2003."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

SHEETS_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def page(rows: Iterable[Iterable[str]], before: str = "<html><body>", after: str = "</body></html>") -> str:
    """A web page with one table; the cells are text."""
    cells = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    return f"{before}<table>{cells}</table>{after}"


def data(value: object) -> str:
    """A cell's data; a number, or a text."""
    kind = "Number" if isinstance(value, (int, float)) else "String"
    return f'<Cell><Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'


def sheets(*tables: str, styles: str = "", head: str = '<?xml version="1.0"?>') -> str:
    """A workbook of these tables' rows, each a worksheet."""
    worksheets = "".join(
        f'<Worksheet ss:Name="Sheet{number}"><Table>{rows}</Table></Worksheet>'
        for number, rows in enumerate(tables, start=1)
    )
    return (
        f'{head}\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="{SHEETS_NAMESPACE}" '
        f'xmlns:ss="{SHEETS_NAMESPACE}"><Styles>{styles}</Styles>{worksheets}</Workbook>'
    )
