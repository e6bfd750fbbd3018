"""Reading a sheet otherwise than was proposed: as another kind, or with its first row as data or headings."""

from dataclasses import replace

from app.imports.across import figure_named
from app.imports.files import SourceSheet
from app.imports.kinds import KINDS
from app.imports.proposal import SheetProposal
from app.imports.recognise import match_sheet, recognise


def as_kind(sheet: SourceSheet, proposal: SheetProposal, kind: str) -> SheetProposal:
    """The sheet's proposal as `kind`; "" leaves the sheet out."""
    if not kind:
        return replace(proposal, use=False, kind="", columns={}, periods={}, certainty={}, known=False)
    return _read(sheet, proposal, kind, proposal.header_row)


def with_headings(sheet: SourceSheet, proposal: SheetProposal, has_headings: bool) -> SheetProposal:
    """The sheet's proposal with headings, in the row where they are most likely, or with none at all."""
    row = (recognise(proposal.sheet, sheet).header_row or 1) if has_headings else 0
    if proposal.kind:
        return _read(sheet, proposal, proposal.kind, row)
    return replace(proposal, header_row=row, headers=_headers(sheet, row))


def _read(sheet: SourceSheet, proposal: SheetProposal, kind: str, header_row: int) -> SheetProposal:
    match = match_sheet(KINDS[kind], sheet, header_row)
    return replace(
        proposal,
        use=True,
        kind=kind,
        header_row=header_row,
        headers=_headers(sheet, header_row),
        columns=match.columns,
        periods=match.periods,
        figure=figure_named(sheet, header_row) if match.periods else "",
        certainty=match.certainty,
        known=False,
        why_not="",
    )


def _headers(sheet: SourceSheet, row: int) -> tuple[str, ...]:
    if not row or not sheet.preview:
        return ("",) * sheet.columns
    return tuple(" ".join(cell.split()) for cell in sheet.preview[row - 1])
