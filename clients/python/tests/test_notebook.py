"""The notebook of examples/ gives the outputs that stand in it."""

from __future__ import annotations

import unittest

from tests import notebook, support


class NotebookTests(unittest.TestCase):
    def test_the_notebook_gives_its_outputs(self):
        self.assertEqual(notebook.run(support.ROOT / "examples" / "notebook.ipynb"), [])


if __name__ == "__main__":
    unittest.main()
