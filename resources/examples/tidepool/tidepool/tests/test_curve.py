import unittest

from tidepool.core.curve import TideCurve, interpolate_height, twelfths
from tidepool.core.extremes import Extreme

LOW, HIGH = Extreme(0, 1.0, False), Extreme(360, 5.0, True)


class CurveTest(unittest.TestCase):
    def test_starts_and_ends_at_the_extremes(self):
        self.assertEqual(interpolate_height(LOW, HIGH, 0), 1.0)
        self.assertEqual(interpolate_height(LOW, HIGH, 360), 5.0)

    def test_is_half_way_in_the_middle(self):
        self.assertAlmostEqual(interpolate_height(LOW, HIGH, 180), 3.0)

    def test_is_close_to_the_rule_of_twelfths(self):
        for hour in range(7):
            self.assertAlmostEqual(interpolate_height(LOW, HIGH, hour * 60), twelfths(LOW, HIGH, hour), delta=0.25)

    def test_rejects_minutes_outside(self):
        with self.assertRaises(ValueError):
            TideCurve([LOW, HIGH]).height(400)
