"""Tables as Parquet: the one module that knows pyarrow, which is installed with the extra `parquet`."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

from kg.errors import KgError

NUMBERS = ("n_", "money_statements", "documents")
"""What the names of columns of whole numbers begin with."""


def to_parquet(columns: Sequence[str], rows: Sequence[Sequence[str]], notes: Mapping[str, str]) -> bytes:
    """Rows as a Parquet file: counts as int64, sums as float64, all else as text, "" as null; `notes` says what each column means.

    KgError where pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise KgError("Parquet needs pyarrow, which is not installed; pip install 'regional-kg[parquet]', or write .csv") from error
    fields, arrays = [], []
    kind: object
    typed: Callable[[str], object]
    for place, name in enumerate(columns):
        values = [row[place] or None for row in rows]
        kind, typed = pyarrow.string(), str
        if name.startswith(NUMBERS):
            kind, typed = pyarrow.int64(), int
        elif name == "money_yuan_max":
            kind, typed = pyarrow.float64(), float
        fields.append(pyarrow.field(name, kind, metadata={"description": notes.get(name, "")}))
        arrays.append(pyarrow.array([None if value is None else typed(value) for value in values], kind))
    file = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields)), file)
    return file.getvalue()
