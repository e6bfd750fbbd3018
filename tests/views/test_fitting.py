"""Every scene at 100 % and at 200 %: no word cut off, nothing outside its place, the page's action in sight."""

from tests.views.walked import Seen


def test_everything_fits_at_100_and_at_200_percent(walked: Seen) -> None:
    assert walked.misfits == []
