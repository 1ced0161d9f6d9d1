"""The estimator in scikit-learn, and without it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

import ionsweep
from tests import support


class EstimatorTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        place = tempfile.TemporaryDirectory(prefix="ionsweep-estimator-")
        cls.addClassCleanup(place.cleanup)
        support.run("run", "--preset", "custom", "--data", support.GRAIN, "--models", "pls", "--strategies", "e", "--folds", "2",
                    "--out", Path(place.name) / "out")
        cls.model = Path(place.name) / "model"
        support.run("export", Path(place.name) / "out", "--out", cls.model)
        cls.spectra, _, cls.values, _ = support.grain()

    def test_predictions_are_those_of_the_model(self):
        loaded = ionsweep.load_model(self.model)
        both = ionsweep.IonSweepRegressor(loaded)
        np.testing.assert_array_equal(both.fit(self.spectra).predict(self.spectra), loaded.predict(self.spectra).values)
        one = ionsweep.IonSweepRegressor(self.model, target="Protein (%)")
        np.testing.assert_array_equal(one.predict(self.spectra), loaded.predict(self.spectra).target("protein"))
        self.assertGreater(one.score(self.spectra, self.values[:, 1]), 0.99)
        with self.assertRaises(ionsweep.InvalidSpectraError):
            one.fit(self.spectra[:, 1:])

    @unittest.skipUnless(importlib.util.find_spec("sklearn"), "scikit-learn is not installed")
    def test_it_goes_through_clone_pipeline_and_cross_validation(self):
        from sklearn.base import clone, is_regressor
        from sklearn.model_selection import GridSearchCV, cross_val_predict
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import FunctionTransformer

        regressor = ionsweep.IonSweepRegressor(self.model, target="moisture")
        self.assertTrue(is_regressor(regressor))
        self.assertEqual(clone(regressor).get_params(), regressor.get_params())
        expected = ionsweep.load_model(self.model).predict(self.spectra).target("moisture")
        pipeline = make_pipeline(FunctionTransformer(), regressor)
        np.testing.assert_array_equal(cross_val_predict(pipeline, self.spectra, self.values[:, 0], cv=3), expected)
        # The better target is found: parameters are set by name.
        search = GridSearchCV(pipeline, {"ionsweepregressor__target": ["protein", "moisture"]}, cv=3).fit(self.spectra, self.values[:, 0])
        self.assertEqual(search.best_params_, {"ionsweepregressor__target": "moisture"})

    def test_scikit_learn_is_not_needed(self):
        script = f"""
import sys
sys.modules["sklearn"] = sys.modules["sklearn.base"] = None  # as if it were not there
import numpy as np, ionsweep
regressor = ionsweep.IonSweepRegressor(target="moisture").set_params(model={str(self.model)!r})
assert regressor.get_params() == {{"model": {str(self.model)!r}, "target": "moisture"}}
rows = np.loadtxt({str(support.GRAIN)!r}, delimiter=",", skiprows=1, usecols=range(1, 29))
print(regressor.fit(rows[:, 2:]).score(rows[:, 2:], rows[:, 0]))
"""
        score = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True,
                               cwd=Path(__file__).parents[1]).stdout
        regressor = ionsweep.IonSweepRegressor(self.model, target="moisture")
        self.assertAlmostEqual(float(score), regressor.score(self.spectra, self.values[:, 0]), 6)


if __name__ == "__main__":
    unittest.main()
