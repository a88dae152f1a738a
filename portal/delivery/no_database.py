"""A database that is away is one line in the log and a 503 to the visitor, never a stack trace."""

import logging

from django.db import InterfaceError, OperationalError


def is_no_database(error):
    return isinstance(error, OperationalError | InterfaceError)


class OneLine(logging.Filter):
    """Takes the stack trace off records that say no more than that the database is away."""

    def filter(self, record):
        if record.exc_info and is_no_database(record.exc_info[1]):
            reason = str(record.exc_info[1]).splitlines()[0]
            record.msg, record.args = f"{record.getMessage()}: no database ({reason})", ()
            record.exc_info = record.exc_text = None
        return True
