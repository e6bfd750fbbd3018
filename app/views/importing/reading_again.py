"""Reading a sheet as another kind than was proposed: the kind's fields matched to the headings once more."""

from dataclasses import replace

from app.imports.across import figure_named
from app.imports.recognise import match_sheet
from app.usecases.importing import KINDS, SheetProposal, SourceSheet


def as_kind(sheet: SourceSheet, proposal: SheetProposal, kind: str) -> SheetProposal:
    """The sheet's proposal as `kind`; "" leaves the sheet out."""
    if not kind:
        return replace(proposal, use=False, kind="", columns={}, periods={}, certainty={}, known=False)
    header_row = proposal.header_row or 1
    headers = tuple(" ".join(cell.split()) for cell in sheet.preview[header_row - 1]) if sheet.preview else ()
    match = match_sheet(KINDS[kind], sheet, header_row)
    return replace(
        proposal,
        use=True,
        kind=kind,
        header_row=header_row,
        headers=headers,
        columns=match.columns,
        periods=match.periods,
        figure=figure_named(sheet, header_row) if match.periods else "",
        certainty=match.certainty,
        known=False,
        why_not="",
    )
