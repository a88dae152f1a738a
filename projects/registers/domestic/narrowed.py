from functools import partial

from projects.registers.capital import narrowed as capital
from projects.registers.domestic.words import TERMS

narrowed = partial(capital.narrowed, TERMS)
