"""What the registers say, as of a date and as known at a moment: answers as dataclasses.

Every number is a Figure: it carries its unit, both dates and the parameters of the public list that
shows the records behind it. Computed in the database, exactly.
"""
