"""The errors of the library as exceptions, with the library's own words."""


class Error(Exception):
    """What went wrong, in one line that names the file and says what to do.

    code: the stable name of the kind of error, as E_MODEL (the model is missing, damaged or of another version),
        E_LEXICON, E_LIMIT (a story of more than 32 MiB), E_NOT_FOUND (no such row or table), E_USAGE.
    """

    def __init__(self, message: str, code: str = ""):
        super().__init__(message)
        self.code = code
