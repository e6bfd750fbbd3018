"""The logo: a small preview on white as on paper, and what can be done with it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.reports.paper import Logo
from app.usecases.settings import remove_logo, set_logo
from app.views import theme
from app.views.desk import Desk
from app.views.widgets.basics import button, label, row
from app.views.widgets.form import LABEL_WIDTH

_PREVIEW = QSize(168, 64)
_ENDINGS = "Pictures (*.png *.jpg *.jpeg)"


class LogoBlock(QWidget):
    """Takes a PNG or JPEG; what is wrong with a file stands under the buttons."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.preview = LogoPreview()
        self.choose_button = button("Choose logo…", self.choose)
        self.remove_button = button("Remove logo", self._remove, kind="quiet")
        self.error = label("", "caption", tone="error", wrap=True)
        self.error.hide()
        name = label("Logo", muted=True)
        name.setFixedWidth(LABEL_WIDTH)
        right = QVBoxLayout()
        right.setSpacing(theme.GRID // 2)
        right.addWidget(row(self.choose_button, self.remove_button, None))
        right.addWidget(label("PNG or JPEG; kept in the desk", "caption", muted=True))
        right.addWidget(self.error)
        right.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        for part in (name, self.preview):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(right, 1)

    def show_logo(self, logo: Logo | None) -> None:
        """Show the logo in use."""
        self.preview.show_logo(logo)
        self.remove_button.setVisible(logo is not None)
        self._say("")

    def choose(self) -> None:
        """Ask for a picture and keep it."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Choose logo", "", _ENDINGS)
        if chosen:
            self.take(Path(chosen))

    def take(self, path: Path) -> None:
        """Keep the picture in this file; reading it may take a moment."""
        self.desk.tasks.start(
            lambda _report, _cancelled: set_logo(self.desk.db, path),
            failed=self._fail,
            owner=self,
            key="logo",
        )

    def _remove(self) -> None:
        if self.desk.try_to(partial(remove_logo, self.desk.db)):
            self.desk.did("Removed the logo.")

    def _fail(self, error: AppError) -> None:
        self._say(str(error))

    def _say(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))


class LogoPreview(QWidget):
    """The logo as large as it fits, on white."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_PREVIEW)
        self._logo: Logo | None = None
        self._image = QImage()
        self.show_logo(None)

    def show_logo(self, logo: Logo | None) -> None:
        """Show this logo, or that there is none."""
        self._logo = logo
        self._image = QImage.fromData(logo.data) if logo else QImage()
        said = f"Logo, {logo.width} × {logo.height} pixels" if logo else "No logo"
        self.setAccessibleName(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        colours = theme.current()
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor("white" if self._logo else colours.window))
        painter.drawRoundedRect(frame, 6, 6)
        if self._logo:
            wide, high = self._logo.fitted(frame.width() - 16, frame.height() - 16)
            corner = frame.center().toTuple()
            painter.drawImage(QRectF(corner[0] - wide / 2, corner[1] - high / 2, wide, high), self._image)
        else:
            painter.setPen(QColor(colours.muted))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, "no logo")
