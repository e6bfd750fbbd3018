"""The picture on paper and in files: PNG, SVG, PDF and the printer, always in the light colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QDialog, QWidget

from app.errors import AppError
from app.files import written_beside
from app.views import theme
from app.views.pages.dependency.items import in_pixels
from app.views.pages.dependency.scene import PictureScene

MOST_PIXELS = 40_000_000  # of a PNG; a larger picture is drawn smaller
SHARP = 2.0
HEAD = 56
FORMATS = {"PNG": ".png", "SVG": ".svg", "PDF": ".pdf"}


def picture_bytes(scene: PictureScene, title: str, kind: str) -> bytes:
    """The picture as a file of this kind."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    _WRITERS[kind](scene, title, buffer)
    return bytes(buffer.data().data())


def save_picture(scene: PictureScene, title: str, path: Path) -> None:
    """Write the picture; the ending of the name says as what. Raises AppError."""
    kind = next((kind for kind, ending in FORMATS.items() if path.suffix.lower() == ending), "")
    if not kind:
        raise AppError("A picture is saved as .png, .svg or .pdf. Choose one of these endings.")
    with written_beside(path) as beside:
        beside.write_bytes(picture_bytes(scene, title, kind))


def print_picture(scene: PictureScene, title: str, window: QWidget) -> bool:
    """Ask for a printer with the system's own dialog and print on one page; False when it was left."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("Colonnade")
    printer.setPageOrientation(_way(scene))
    dialog = QPrintDialog(printer, window)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    painter = QPainter(printer)
    _draw(painter, scene, title, QRectF(painter.viewport()))
    painter.end()
    return True


def _png(scene: PictureScene, title: str, buffer: QBuffer) -> None:
    size = _size(scene)
    scale = min(SHARP, (MOST_PIXELS / (size.width() * size.height())) ** 0.5)
    pixels = QSize(max(1, round(size.width() * scale)), max(1, round(size.height() * scale)))
    image = QImage(pixels, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.LIGHT.surface))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    _draw(painter, scene, title, QRectF(image.rect()))
    painter.end()
    QImageWriter(buffer, b"png").write(image)


def _svg(scene: PictureScene, title: str, buffer: QBuffer) -> None:
    size = _size(scene)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(escape(title))
    generator.setSize(size.toSize())
    generator.setViewBox(QRect(0, 0, round(size.width()), round(size.height())))
    painter = QPainter(generator)
    _draw(painter, scene, title, QRectF(0, 0, size.width(), size.height()))
    painter.end()


def _pdf(scene: PictureScene, title: str, buffer: QBuffer) -> None:
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Colonnade")
    margins = QMarginsF(12, 12, 12, 12)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), _way(scene), margins, QPageLayout.Unit.Millimeter)
    )
    painter = QPainter(writer)
    _draw(painter, scene, title, QRectF(painter.viewport()))
    painter.end()


_WRITERS: dict[str, Callable[[PictureScene, str, QBuffer], None]] = {"PNG": _png, "SVG": _svg, "PDF": _pdf}


def _draw(painter: QPainter, scene: PictureScene, title: str, paper: QRectF) -> None:
    """The title and the picture, as large as the paper allows."""
    size = _size(scene)
    scale = min(paper.width() / size.width(), paper.height() / size.height())
    painter.save()
    painter.scale(scale, scale)
    painter.setPen(QColor(theme.LIGHT.text))
    font = in_pixels(theme.font("section"))
    painter.setFont(font)
    head = f"Internal · What {title} stands on"
    cut = QFontMetricsF(font).elidedText(head, Qt.TextElideMode.ElideRight, size.width() - 2 * theme.MARGIN)
    painter.drawText(QRectF(theme.MARGIN, 0, size.width(), HEAD), int(Qt.AlignmentFlag.AlignVCenter), cut)
    with _on_paper(scene):
        target = QRectF(0, HEAD, size.width(), size.height() - HEAD)
        scene.render(painter, target, scene.sceneRect())
    painter.restore()


@contextmanager
def _on_paper(scene: PictureScene) -> Iterator[None]:
    """In light colours, without what is chosen on the screen."""
    current = scene.current
    scene.colours = theme.LIGHT
    scene.blockSignals(True)
    scene.clearSelection()
    try:
        yield
    finally:
        scene.colours = None
        if current in scene.nodes:
            scene.nodes[current].setSelected(True)
        scene.blockSignals(False)


def _size(scene: PictureScene) -> QSizeF:
    rect = scene.sceneRect()
    return QSizeF(max(rect.width(), 480.0), rect.height() + HEAD)


def _way(scene: PictureScene) -> QPageLayout.Orientation:
    size = _size(scene)
    lies = size.width() > size.height()
    return QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
