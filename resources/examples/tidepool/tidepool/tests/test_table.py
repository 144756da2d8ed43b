import unittest

from tidepool.io.table import TableError, parse_clock, parse_line


class TableTest(unittest.TestCase):
    def test_reads_a_line(self):
        extreme = parse_line("H 03:12 4.6", 1, None)
        self.assertEqual((extreme.minute, extreme.height, extreme.high), (192, 4.6, True))

    def test_names_the_line(self):
        with self.assertRaisesRegex(TableError, "line 7"):
            parse_line("X 03:12 4.6", 7, None)

    def test_rejects_a_bad_clock(self):
        with self.assertRaises(ValueError):
            parse_clock("25:00")
