"""The records are those that the server's OpenAPI document gives."""

from __future__ import annotations

import unittest

import generate
from tests import support


class SchemaTests(unittest.TestCase):
    def test_generating_the_records_again_gives_the_file(self):
        with support.server() as client:
            made = generate.Generator(generate.read(client.server)).text()
        self.assertEqual(made, generate.TARGET.read_text(encoding="utf-8"),
                         "The API changed: run 'ionsweep serve', then 'python3 clients/python/generate.py http://127.0.0.1:5080'.")


if __name__ == "__main__":
    unittest.main()
