"""Exported models with numpy against ``ionsweep predict``."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
import unittest
from pathlib import Path

import numpy as np

import ionsweep
from tests import support

# Of the largest prediction; networks are evaluated in single precision there, and sums have another order.
TOLERANCE = 1e-6

# Every step that a model can have, those that learn from rows too.
PIPELINES = {
    "pls": [{"kind": "emsc", "degree": 1}, {"kind": "savitzkyGolay", "window": 5, "polynomial": 3, "derivative": 1, "delta": 10},
            {"kind": "autoscale"}],
    "pcr": [{"kind": "baseline", "stiffness": 100, "asymmetry": 0.05, "rounds": 4}, {"kind": "detrend", "degree": 1}],
    "ridge": [{"kind": "msc"}, {"kind": "osc", "components": 2}],
    "kernel-ridge": [{"kind": "snv"}, {"kind": "vip", "components": 3, "threshold": 0.8}],
    "gp": [{"kind": "epo", "components": 1}],
    "gp-scores": [{"kind": "savitzkyGolay", "window": 7}, {"kind": "intervals", "intervals": 5, "components": 3}],
    "local-pls": [{"kind": "none"}],
}


class ModelTests(unittest.TestCase):
    place: Path
    spectra: np.ndarray

    @classmethod
    def setUpClass(cls) -> None:
        cls.place = Path(tempfile.mkdtemp(prefix="ionsweep-models-"))
        cls.addClassCleanup(shutil.rmtree, cls.place)
        spectra, wavelengths, _, samples = support.grain()
        # As they are, and disturbed: some get a warning.
        bump = 0.2 * np.exp(-((wavelengths - 1000) / 15) ** 2)
        cls.spectra = np.vstack([spectra, spectra[:9] + bump, 1.3 * spectra[:9]]).astype(np.float32)
        with (cls.place / "new.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sample", *(f"{one:g}" for one in wavelengths)])
            writer.writerows([f"n{row}", *map(repr, map(float, one))] for row, one in enumerate(cls.spectra))

    def sweep(self, name: str, spec: dict) -> Path:
        (self.place / f"{name}.json").write_text(json.dumps({"preset": "custom", "folds": 2, "strategies": ["e"], **spec}))
        support.run("run", self.place / f"{name}.json", "--data", support.GRAIN, "--out", self.place / name)
        return self.place / name

    def compare(self, model: Path) -> ionsweep.Predictions:
        """Predictions, intervals and warnings must be those of the program."""
        out = self.place / "predicted.csv"
        support.run("predict", "--model", model, self.place / "new.csv", "--out", out)
        with out.open(newline="") as file:
            rows = list(csv.DictReader(file))
        found = ionsweep.load_model(model).predict(self.spectra)
        for column, target in enumerate(found.targets):
            for part, values in (("", found.values), (" lower", found.lower), (" upper", found.upper)):
                key = str(target) if not part else target.name + part
                if rows[0][key] == "":
                    continue  # an interval without end
                expected = np.array([float(row[key]) for row in rows])
                np.testing.assert_allclose(values[:, column], expected, rtol=0, atol=TOLERANCE * np.abs(expected).max(), err_msg=str(model))
        self.assertEqual([row["reason"] for row in rows], ["; ".join(one) for one in found.reasons], model)
        self.assertEqual([row["trust"] == "ok" for row in rows], found.is_trusted.tolist())
        return found

    def test_every_family_predicts_as_the_program_does(self):
        families = ["univariate", "pls", "pls2", "mlp", "mlp-5", "mlp-raced", "mlp-group", "cnn-multitask"]
        sweep = self.sweep("families", {
            "models": families, "regression": {"epochCap": 60}, "multitask": {"epochCap": 5},
            "preprocessing": [{"kind": "snv"}, {"kind": "savitzkyGolay", "window": 5, "polynomial": 2, "derivative": 1}]})
        for family in families:
            with self.subTest(family):
                support.run("export", sweep, "--family", family, "--out", self.place / family)
                self.compare(self.place / family)

    def test_every_preprocessing_and_regression_of_a_search_predicts_as_the_program_does(self):
        warned = 0
        for method, steps in PIPELINES.items():
            with self.subTest(method):
                sweep = self.sweep(method, {"models": ["selected"], "search": {"pipelines": [steps], "methods": [method]}})
                support.run("export", sweep, "--out", self.place / f"{method}-model")
                warned += int((~self.compare(self.place / f"{method}-model").is_trusted).sum())
        self.assertGreater(warned, 20)  # the comparison of reasons has something to compare

    def test_a_model_of_all_rows_is_one_file_and_predicts_as_the_program_does(self):
        sweep = self.sweep("all", {"preset": "search", "models": ["pls", "ensemble"],
                                   "search": {"pipelines": [[], [{"kind": "snv"}], [{"kind": "msc"}]], "methods": ["pls", "gp"]}})
        support.run("train", sweep, "--out", self.place / "all.safetensors")
        found = self.compare(self.place / "all.safetensors")
        model = ionsweep.load_model((self.place / "all.safetensors").read_bytes())
        np.testing.assert_array_equal(model.predict(self.spectra).values, found.values)
        self.assertIn("all 72 rows", model.card["training"])
        table = found.table()
        self.assertEqual(len(table), 2 * len(self.spectra))
        self.assertEqual(set(table["target"]), {"Moisture", "Protein"})

    def test_what_cannot_be_predicted_is_said(self):
        sweep = self.sweep("plain", {"models": ["pls"]})
        support.run("export", sweep, "--out", self.place / "plain-model")
        model = ionsweep.load_model(self.place / "plain-model")
        with self.assertRaisesRegex(ionsweep.InvalidSpectraError, "26 channels from 900 to 1150"):
            model.predict(self.spectra[:, :20])
        with self.assertRaisesRegex(ionsweep.InvalidSpectraError, "Channel 3 is at 921, the model's at 920"):
            model.predict(self.spectra, wavelengths=np.r_[900, 910, 921, model.wavelengths[3:]])
        with self.assertRaisesRegex(ionsweep.InvalidSpectraError, "Spectrum 1, channel 2 is nan"):
            broken = self.spectra.copy()
            broken[1, 2] = np.nan
            model.predict(broken)
        with self.assertRaisesRegex(KeyError, "Fat"):
            model.predict(self.spectra).target("Fat")
        file = next((self.place / "plain-model").glob("fold-0/moisture.safetensors"))
        bytes_ = bytearray(file.read_bytes())
        bytes_[-1] ^= 1
        file.write_bytes(bytes_)
        with self.assertRaisesRegex(ionsweep.InvalidFileError, "moisture.safetensors was altered"):
            ionsweep.load_model(self.place / "plain-model")
        file.unlink()
        with self.assertRaisesRegex(ionsweep.InvalidFileError, "moisture.safetensors is missing"):
            ionsweep.load_model(self.place / "plain-model")
        with self.assertRaisesRegex(ionsweep.InvalidFileError, "card.json"):
            ionsweep.load_model(self.place)


if __name__ == "__main__":
    unittest.main()
