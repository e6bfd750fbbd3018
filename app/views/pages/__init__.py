"""The pages of the window as data; a page's module is imported when first shown, to start fast."""

import sys
from dataclasses import dataclass
from importlib import import_module

from app.views.desk import Desk
from app.views.widgets.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page of the navigation: where it stands, and the class that shows it."""

    key: str
    title: str
    group: str  # the step of the cycle it belongs to; empty stands on top
    icon: str
    module: str
    name: str
    released_name: str = ""  # the page as a customer may see it; without one it is internal

    def load(self) -> None:
        """Import the page; on any thread."""
        import_module(f"app.views.pages.{self.module}")

    @property
    def is_loaded(self) -> bool:
        """Whether building it will not have to import it first."""
        return f"app.views.pages.{self.module}" in sys.modules

    def build(self, desk: Desk) -> Page:
        """Import the page and make it for a desk."""
        return getattr(import_module(f"app.views.pages.{self.module}"), self.name)(desk)

    def build_released(self, desk: Desk) -> Page:
        """Make the page for the customer who is watching, from what was released."""
        return getattr(import_module(f"app.views.pages.released.{self.module}"), self.released_name)(desk)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("home", "Home", "", "home", "home", "HomePage"),
    PageEntry("customers", "Customers", "Agree", "customers", "customers", "CustomersPage"),
    PageEntry("services", "Catalogue", "Agree", "services", "services", "ServicesPage"),
    PageEntry(
        "agreements",
        "Agreements",
        "Agree",
        "agreements",
        "agreements",
        "AgreementsPage",
        "ReleasedAgreementsPage",
    ),
    PageEntry("dependencies", "Dependencies", "Deliver", "dependencies", "dependencies", "DependenciesPage"),
    PageEntry("measurements", "Measurements", "Deliver", "measurements", "measurements", "MeasurementsPage"),
    PageEntry("levels", "Levels", "Report", "levels", "levels", "LevelsPage", "ReleasedLevelsPage"),
    PageEntry("packs", "Packs", "Report", "packs", "packs", "PacksPage", "ReleasedPacksPage"),
)

# Reached by the menu, not by the navigation: they belong to no step of the cycle.
MORE_PAGES: tuple[PageEntry, ...] = (
    PageEntry("home", "Home", "", "home", "home", "HomePage"),
    PageEntry("history", "History", "", "history", "history", "HistoryPage"),
    PageEntry("guide", "Guide", "", "info", "guide", "GuidePage"),
    PageEntry("settings", "Settings", "", "settings", "settings", "SettingsPage"),
)


def entry_of(key: str) -> PageEntry:
    """The page of this key."""
    return next(entry for entry in (*PAGES, *MORE_PAGES) if entry.key == key)
