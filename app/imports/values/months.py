"""Names of months and weekdays as spreadsheets write them, in the seven languages; folded, without dots."""

from app.imports.values.texts import fold

_MONTHS = (
    "january jan januar jaenner janner janv janvier ene enero jan januari janeiro gen gennaio genn",
    "february feb februar feber fev fevr fevrier febrero februari fevereiro febbraio febr",
    "march mar mrz marz maerz mars marzo mrt maart marco mar",
    "april apr avr avril abr abril aprile",
    "may mai mayo mei maio mag maggio",
    "june jun juni juin junio junho giu giugno giugn",
    "july jul juli juil juillet julio julho lug luglio",
    "august aug aout ago agosto augustus agos",
    "september sep sept septembre septiembre set setembro settembre",
    "october oct okt oktober octobre octubre out outubro ott ottobre",
    "november nov novembre noviembre novembro",
    "december dec dez dezember decembre dic diciembre dezembro dicembre",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

_WEEKDAYS = (
    "di dienstag dim dimanche dinsdag do dom domingo donderdag donnerstag fr freitag fri friday gio "
    "giovedi jeu jeudi jue jueves lun lundi lunedi lunes ma maandag mar mardi martedi martes mer "
    "mercoledi mercredi mi mie miercoles mittwoch mo mon monday montag qua quarta quarta-feira qui quinta "
    "quinta-feira sa sab sabado sam samedi samstag sat saturday seg segunda segunda-feira sex sexta "
    "sexta-feira so sonnabend sonntag sun sunday ter terca terca-feira thu thur thurs thursday tue tues "
    "tuesday ven vendredi venerdi vie viernes vr vrijdag wed wednesday wo woensdag za zaterdag zo zondag "
)
WEEKDAYS = frozenset(_WEEKDAYS.split())


def month_number(name: str) -> int:
    """1 to 12, or 0 for a word that is no month."""
    return MONTHS.get(fold(name).rstrip("."), 0)
