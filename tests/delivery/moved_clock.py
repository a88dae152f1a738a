"""The portal as served in production, with its clock moved by CLOCK_SHIFT seconds."""

import os
from datetime import UTC, datetime, timedelta

import time_machine

if shift := int(os.environ["CLOCK_SHIFT"]):
    time_machine.travel(datetime.now(UTC) + timedelta(seconds=shift), tick=True).start()

from portal.wsgi import application  # noqa: F401
