"""Icons are drawn when they are looked at, however little room they have."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter

from app.views import icons


@pytest.mark.parametrize("size", [QSize(0, 0), QSize(20, 0), QSize(-4, 12)])
def test_an_icon_without_room_draws_nothing_and_does_not_complain(qapp, size: QSize) -> None:
    assert icons.icon("history", "text").pixmap(size).isNull()
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icons.icon("history", "text").paint(painter, QRect(0, 0, size.width(), size.height()))
    painter.end()
    assert image.pixelColor(4, 4).alpha() == 0


def test_an_icon_smaller_than_a_pixel_of_the_screen_draws_nothing(qapp) -> None:
    assert icons.icon("history", "text").pixmap(QSize(1, 1), 4.0) is not None
