"""How much a table may cost to read. Imported by the child process, so without Django."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds; `rows` and `columns` count from the sheet's corner."""

    file_size: int = 10 * 2**20
    unpacked_size: int = 100 * 2**20
    parts: int = 1_000
    rows: int = 20_100
    columns: int = 200
    cells: int = 750_000
    characters: int = 20_000_000
    memory: int = 512 * 2**20
    cpu_seconds: int = 4
    seconds: float = 4.8


class Unreadable(Exception):
    """Why a file is refused: a code of reading.SENTENCES and what its sentence names."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code, self.params = code, params
