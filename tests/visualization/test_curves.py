import pytest

from tfgan_zoo.visualization import curves


@pytest.mark.parametrize(("count", "size"), [(3, (1512, 360)), (11, (2016, 1080))])
def test_curves_stand_in_rows_of_four(count, size):
    rows = [{"step": i, **{f"m{j}": i for j in range(count)}} for i in range(2)]
    assert curves.plot(rows).size == size
