import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charts.scales import Bands, Linear, places, ticks

pytestmark = pytest.mark.one_database

PIXELS = st.floats(-500, 500)


@given(st.integers(-1000, 1000), st.integers(1, 1000), PIXELS, PIXELS, st.floats(0, 1))
def test_a_linear_scale_keeps_ends_and_parts(low, span, start, end, part):
    scale = Linear(low, low + span, start, end)
    assert scale(low) == start
    assert scale(low + span) == pytest.approx(end)
    assert scale(low + span * part) == pytest.approx(start + (end - start) * part, abs=1e-6)


@given(st.integers(1, 60), st.floats(100, 700))
def test_bands_fill_the_width_and_each_column_stands_within_its_own(count, width):
    bands = Bands(count, width)
    assert (bands.band(0)[0], bands.band(count - 1)[1]) == (0, pytest.approx(width))
    for index in range(count):
        left, right = bands.band(index)
        inner, outer = bands.column(index)
        assert left < inner < bands.middle(index) < outer < right
        assert outer - inner == pytest.approx(bands.step * 0.7)


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e6), st.integers(2, 6))
def test_the_decimals_of_an_axis_tell_its_ticks_apart(low, span, count):
    marks = ticks(low, low + span, count)
    shown = [f"{mark:.{places(marks)}f}" for mark in marks]
    assert len(set(shown)) == len(marks)
    assert places([0, 2.5, 5]) == 1
    assert places([0, 1000]) == 0
