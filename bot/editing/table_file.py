"""Tables in files: CSV in the encodings that spreadsheets write, and XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.domain import Place
from bot.editing.table import Row
from bot.errors import ContentError, Fault

LONGEST_CELL = 32_767
"""Characters a cell of a sheet holds at most; more would be cut off silently."""

_DELIMITERS = ",\t;"
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
"""What a spreadsheet may take for a formula, or has been marked as none already."""


def guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula; `unguard` gives it back.

    >>> guard("=1+1"), guard("'=1+1"), guard("花呗")
    ("'=1+1", "''=1+1", '花呗')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Text as it was before `guard`.

    >>> unguard("'=1+1"), unguard("'花呗'")
    ('=1+1', "'花呗'")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def write_csv(rows: Iterable[Sequence[str]], path: Path) -> None:
    """Write a table as UTF-8 with the mark by which Excel knows it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([guard(cell) for cell in row] for row in rows)


def read_csv(path: Path) -> Iterator[Row]:
    """The rows of a CSV file, each with its first line.

    Its encoding (UTF-8 with or without a mark, UTF-16 with one, GBK as Chinese Excel writes it)
    and what divides its cells are found out.

    Raises:
        ContentError: it is none of these encodings, or no CSV.
    """
    text = _decoded(path)
    heading = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [unguard(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        cure = "Mend the quotes, or save it anew from the spreadsheet."
        raise ContentError(
            (Fault(path.name, line, f"the row is no CSV: {error}", cure),)
        ) from error


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    line = 1
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
    cure = "Save it as “CSV UTF-8”, or as .xlsx."
    problem = "the file is neither UTF-8 nor GBK"
    raise ContentError((Fault(path.name, line, problem, cure),))


def write_xlsx(rows: Iterable[Sequence[str]], path: Path) -> None:
    """Write a table as a sheet whose cells are all text, so that nothing is calculated.

    Raises:
        ContentError: a cell holds more than a sheet takes, or characters it does not take.
    """
    from openpyxl import Workbook  # noqa: PLC0415  needed by these verbs alone
    from openpyxl.utils.exceptions import IllegalCharacterError  # noqa: PLC0415  as above

    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "questions"
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            if not text:
                continue
            cell = sheet.cell(number, column)
            cure = "Export it as CSV."
            if len(text) > LONGEST_CELL:
                raise ContentError((Fault(path.name, number, "a cell would be cut off", cure),))
            try:
                cell.value = text
            except IllegalCharacterError as error:
                problem = f"no cell takes the control character in {text!r}"
                raise ContentError((Fault(path.name, number, problem, cure),)) from error
            cell.data_type = "s"
            cell.number_format = "@"
    workbook.save(path)


def read_xlsx(path: Path) -> Iterator[Row]:
    """The rows of a workbook's first sheet.

    Raises:
        ContentError: it is no workbook, or a cell holds a formula.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  needed by these verbs alone

    number = 0
    try:
        with closing(load_workbook(path, read_only=True)) as workbook:
            for number, cells in enumerate(workbook.worksheets[0].iter_rows(), start=1):
                _require_values(cells, Place(path.name, number))
                yield number, [_text(cell.value) for cell in cells]
    except ContentError:
        raise
    except Exception as error:
        # openpyxl lets out whatever a damaged file leads to
        cure = "Save it anew as .xlsx or as CSV UTF-8."
        fault = Fault(path.name, number + 1, "the file is no workbook", cure)
        raise ContentError((fault,)) from error


def _require_values(cells: Iterable[Any], place: Place) -> None:
    """Refuse a row with a formula: what it comes to is the spreadsheet's, and may be anything."""
    if any(cell.data_type == "f" for cell in cells):
        cure = "Replace it by its value (paste as values)."
        fault = Fault(place.file, place.line, "a cell holds a formula", cure)
        raise ContentError((fault,))


def _text(value: Any) -> str:  # noqa: ANN401  what a cell may hold
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)
