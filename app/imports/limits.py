"""How much a file may ask of us. Everything beyond is refused with a sentence, never tried."""

import csv

MEGABYTE = 1 << 20

LARGEST_FILE = 2048 * MEGABYTE
LARGEST_TEXT_CELL = MEGABYTE  # characters in one csv field
MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576  # of a worksheet
MOST_CELLS = 40_000_000  # rows × columns a reader would lay out for one worksheet
MOST_PARTS = 5_000  # files inside a workbook
MOST_SHEETS = 250
LARGEST_EXPANSION = 2048 * MEGABYTE  # of all parts together
STEEPEST_EXPANSION = 400  # times the packed size, beyond FREE_EXPANSION
FREE_EXPANSION = 16 * MEGABYTE

CHUNK_ROWS = 8_192
PREVIEW_ROWS = 60
PREVIEW_COLUMNS = 600
LARGEST_PREVIEW_CELL = 200

READ_SECONDS_SMALL = 8.0  # for a workbook up to SMALL_FILE; larger ones get more with their size
READ_SECONDS_PER_MEGABYTE = 12.0
SMALL_FILE = 4 * MEGABYTE
CHILD_MEMORY_SMALL = 400 * MEGABYTE
CHILD_MEMORY_LARGE = 3072 * MEGABYTE

csv.field_size_limit(LARGEST_TEXT_CELL)
