from functools import partial

from projects.registers.common.capital import narrowed as capital
from projects.registers.domestic.sentences import TERMS

narrowed = partial(capital.narrowed, TERMS)
