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

WEEKDAYS = frozenset(
    "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun "
    "montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa sonnabend sonntag so "
    "lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim "
    "lunes martes miercoles mie jueves jue viernes vie sabado sab domingo dom "
    "maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo "
    "segunda seg terca ter quarta qua quinta qui sexta sex segunda-feira terca-feira quarta-feira quinta-feira "
    "sexta-feira lunedi martedi mercoledi giovedi gio venerdi".split()
)


def month_number(name: str) -> int:
    """1 to 12, or 0 for a word that is no month."""
    return MONTHS.get(fold(name).rstrip("."), 0)
