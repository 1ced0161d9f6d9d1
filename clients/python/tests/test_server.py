"""The client against a real ``ionsweep serve``."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

import ionsweep
from tests import support



class ServerTests(unittest.TestCase):
    client: ionsweep.Client
    stored: ionsweep.StoredDataset
    sweep: ionsweep.Sweep

    @classmethod
    def setUpClass(cls) -> None:
        cls.client = cls.enterClassContext(support.server()) if sys.version_info >= (3, 11) else cls._enter(support.server())
        cls.stored = cls.client.upload(support.GRAIN)
        cls.sweep = cls.client.submit(support.QUICK, data=cls.stored, id="mine")
        cls.sweep.wait()

    @classmethod
    def _enter(cls, context):
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        return stack.enter_context(context)

    def test_a_file_and_its_arrays_are_the_same_dataset(self):
        spectra, wavelengths, values, samples = support.grain()
        self.assertEqual((self.stored.rows, self.stored.channels, self.stored.targets), (72, 26, ["Moisture (%)", "Protein (%)"]))
        data = self.client.dataset(self.stored)
        np.testing.assert_array_equal(data.spectra, spectra)
        np.testing.assert_array_equal(data.wavelengths, wavelengths)
        np.testing.assert_array_equal(data.target("Protein"), values[:, 1])
        self.assertEqual((data.sha256, list(data.samples)), (self.stored.sha256, samples))
        own = ionsweep.Dataset(spectra, wavelengths, values, ["Moisture (%)", "Protein (%)"], name="grain", samples=samples,
                               origin="grain.csv")
        self.assertEqual(self.client.upload(own).sha256, self.stored.sha256)

    def test_what_a_dataset_says_of_itself_survives_the_way_to_the_server_and_back(self):
        values = np.array([[1.0], [np.nan], [3.0]])
        data = ionsweep.Dataset(np.eye(3, 5) + 1, np.arange(5) + 400, values, [ionsweep.Target("Fe³⁺", "mol/L")], name="made up",
                                axis_unit="ramanShift", ordinate="intensity", is_simulated=True, origin="a test")
        again = self.client.dataset(self.client.upload(data))
        np.testing.assert_array_equal(again.values, data.values)
        self.assertEqual((again.targets, again.name, again.axis_unit, again.ordinate, again.is_simulated, again.origin, again.samples),
                         (data.targets, "made up", "ramanShift", "intensity", True, "a test", None))

    def test_many_files_and_a_table_of_reference_values_become_one_dataset(self):
        spectra, wavelengths, values, samples = support.grain()
        with tempfile.TemporaryDirectory() as name:
            place, header = Path(name), ",".join(["sample", *(f"{one:g}" for one in wavelengths)])
            for part, rows in (("first", range(0, 40)), ("second", range(40, 72))):
                (place / f"{part}.csv").write_text("\n".join(
                    [header, *(",".join([samples[row], *(f"{one:.4f}" for one in spectra[row])]) for row in rows)]))
            known = {sample: value for sample, value in zip(samples, values[:, 1]) if sample != "s7"}
            (place / "lab.csv").write_text("\n".join(["sample,Protein (%)", *(f"{key},{value:.2f}" for key, value in known.items())]))
            made = self.client.import_files([place / "first.csv", place / "second.csv"], place / "lab.csv", name="both")
        self.assertEqual((made.matched.files, made.matched.spectra, made.dataset.name, made.dataset.targets),
                         (2, 72, "both", ["Protein (%)"]))
        self.assertEqual(len(made.matched.without_reference), 2)
        data = self.client.dataset(made.dataset)
        np.testing.assert_array_equal(data.spectra, spectra[[sample != "s7" for sample in samples]])

    def test_datasets_are_listed_with_the_sweeps_that_use_them_and_deleted_when_none_does(self):
        used = next(one for one in self.client.datasets() if one.sha256 == self.stored.sha256)
        self.assertEqual((used.name, used.rows, used.samples, used.channels, used.axis.unit), ("grain", 72, 36, 26, "nanometre"))
        self.assertIn("mine", used.sweeps)
        with self.assertRaises(ionsweep.ConflictError):
            self.client.delete_dataset(used)
        other = self.client.upload(ionsweep.Dataset(np.eye(4, 9), np.arange(9) + 1, np.arange(4), ["x"]))
        self.client.delete_dataset(other)
        self.assertNotIn(other.sha256, [one.sha256 for one in self.client.datasets()])

    def test_npz_files_are_uploaded_too(self):
        spectra, wavelengths, values, samples = support.grain()
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "grain.npz"
            np.savez(path, spectra=spectra, wavelengths=wavelengths, targets=values, target_names=np.array(["Moisture", "Protein"]))
            stored = self.client.upload(path)
        self.assertEqual((stored.rows, stored.channels, len(stored.targets)), (72, 26, 2))

    def test_results_are_arrays_that_agree_with_the_csv(self):
        results = self.sweep.results()
        cells = results.cells
        lines = [line.split(",") for line in self.sweep.results_csv().splitlines()]
        mae = lines[0].index("mae")
        np.testing.assert_allclose(cells["mae"], [float(line[mae]) for line in lines[1:]], rtol=1e-12)
        self.assertEqual(len(cells), 2 * 2 * 2)  # folds, targets, strategies
        self.assertEqual({(str(cell["target"]), str(cell["strategy"]), str(cell["model"])) for cell in cells},
                         {(target, strategy, "pls") for target in ("moisture", "protein") for strategy in ("e", "sim")})
        protein = results.aggregates[(results.aggregates["target"] == "protein") & (results.aggregates["strategy"] == "sim")]
        chosen = cells[(cells["target"] == "protein") & (cells["strategy"] == "sim")]
        self.assertAlmostEqual(float(protein["mean_mae"][0]), float(chosen["mae"].mean()), 12)
        self.assertEqual(protein["comparison_verdict"][0], "tooFewFolds")

    @unittest.skipUnless(importlib.util.find_spec("pandas"), "pandas is not installed")
    def test_results_are_data_frames_where_pandas_is(self):
        frame = self.sweep.results().frame()
        self.assertEqual(len(frame), 8)
        self.assertEqual(set(frame.strategy), {"e", "sim"})

    @unittest.skipIf(importlib.util.find_spec("pandas"), "pandas is installed")
    def test_without_pandas_a_frame_says_what_to_do(self):
        with self.assertRaisesRegex(ImportError, "pip install pandas"):
            self.sweep.results().frame()

    def test_watching_begins_with_a_snapshot_and_ends_with_the_sweep(self):
        sweep = self.client.submit({**support.QUICK, "folds": 3}, data=self.stored)
        updates = list(sweep.watch())
        self.assertIsNotNone(updates[0].snapshot)
        self.assertEqual((updates[-1].summary.status, updates[-1].summary.finished), ("completed", updates[-1].summary.work_items))
        self.assertEqual([one.sequence for one in updates], sorted(one.sequence for one in updates))
        done = {one.id for update in updates for one in (update.snapshot.items if update.snapshot else update.changed)
                if one.status == "done"}
        self.assertEqual(len(done), updates[-1].summary.work_items)

    def test_a_spec_may_be_yaml_and_submitting_it_again_goes_on_with_the_same_sweep(self):
        text = "preset: custom\nfolds: 2\nmodels: [pls]\nstrategies: [e, sim]\n"
        again = self.client.submit(text, data=self.stored.sha256, id="mine")
        self.assertEqual(again.wait().finished, self.sweep.summary.finished)
        self.assertIn("mine", [one.id for one in self.client.sweeps()])

    def test_extending_keeps_what_is_done(self):
        sweep = self.client.submit(support.QUICK, data=self.stored)
        sweep.wait()
        before = {(int(c["fold"]), str(c["target"]), str(c["strategy"])): float(c["mae"]) for c in sweep.results().cells}
        sweep.extend(folds=4, models=["univariate"])
        sweep.wait()
        history = sweep.history()
        self.assertEqual([one.kind for one in history], ["submitted", "started", "ended", "extended", "started", "ended"])
        self.assertEqual(history[3].text, "folds: 2 → 4; models: + univariate")
        cells = sweep.results().cells
        self.assertEqual(len(cells), 4 * 2 * 2 * 2)
        kept = cells[(cells["fold"] < 2) & (cells["model"] == "pls")]
        self.assertEqual({(int(c["fold"]), str(c["target"]), str(c["strategy"])): float(c["mae"]) for c in kept}, before)

    def test_a_running_sweep_is_cancelled_and_deleted(self):
        endless = {"preset": "custom", "folds": 2, "models": ["mlp"], "strategies": ["e"],
                   "regression": {"patience": 10_000_000, "epochCap": 10_000_000}}
        sweep = self.client.submit(endless, data=self.stored, id="endless")
        with self.assertRaises(ionsweep.ConflictError) as refused:
            sweep.delete()
        self.assertEqual(refused.exception.type, "urn:ionsweep:sweep-running")
        sweep.cancel()
        with self.assertRaisesRegex(ionsweep.IonSweepError, "cancelled"):
            sweep.wait()
        sweep.delete()
        with self.assertRaises(ionsweep.NotFoundError):
            sweep.snapshot()

    def test_recommendations_come_from_sweeps_that_searched(self):
        with self.assertRaisesRegex(ionsweep.IonSweepError, "preset 'search'"):
            self.sweep.recommend()
        spec = {"preset": "search", "folds": 2, "models": ["pls", "selected", "ensemble"],
                "search": {"pipelines": [[], [{"kind": "snv"}]], "methods": ["pls", "ridge"]}}
        sweep = self.client.submit(spec, data=self.stored, id="searched")
        sweep.wait()
        found = sweep.recommend()
        self.assertEqual([one.target for one in found], ["moisture", "protein"])
        self.assertTrue(all(0 < one.mean_mae <= one.pls_mae for one in found), found)
        self.assertEqual({one.kind for one in found[0].missed} - {"shiftedAxis", "extraLine", "saturatedDetector",
                                                                   "changedTemperature", "baselineDrift"}, set())

    def test_what_is_recommended_is_trained_stored_and_predicts_at_the_server_as_it_does_here(self):
        spec = {"preset": "search", "folds": 3, "models": ["pls", "ensemble"],
                "search": {"pipelines": [[], [{"kind": "snv"}]], "methods": ["pls", "ridge"]}}
        sweep = self.client.submit(spec, data=self.stored)
        sweep.wait()
        model = sweep.train()
        self.assertIn(model.id, [one.id for one in self.client.models()])
        self.assertEqual((model.detail.model.sweep, model.detail.card.dataset.sha256), (sweep.id, self.stored.sha256))
        spectra, wavelengths, values, samples = support.grain()
        new = np.vstack([spectra[:4], 1.3 * spectra[:2]])
        there, here = model.predict(new, samples=list("abcdef")), model.download().predict(new, samples=list("abcdef"))
        np.testing.assert_allclose(there.values, here.values, rtol=1e-6)
        np.testing.assert_allclose(there.lower, here.lower, rtol=1e-6)
        self.assertEqual((there.reasons, there.samples), (here.reasons, list("abcdef")))
        self.assertEqual(there.is_trusted.tolist(), [True] * 4 + [False] * 2)
        np.testing.assert_allclose(there.target("Protein")[:4], values[:4, 1], atol=0.5)
        np.testing.assert_array_equal(model.predict(support.GRAIN).values, model.predict(self.client.dataset(self.stored)).values)
        finer = np.linspace(900, 1150, 101)
        between = np.array([np.interp(finer, wavelengths, one) for one in spectra[:3]])
        with self.assertRaisesRegex(ionsweep.InvalidRequestError, "26"):
            model.predict(between, wavelengths=finer)
        np.testing.assert_allclose(model.predict(between, wavelengths=finer, resample="linear").values, there.values[:3], atol=0.02)

    def test_models_are_uploaded_and_deleted(self):
        model = self.sweep.train("pls", targets=["protein"])
        self.assertEqual([one.slug for one in model.detail.model.targets], ["protein"])
        file = model.file()
        model.delete()
        with self.assertRaises(ionsweep.NotFoundError):
            model.predict(support.grain()[0])
        again = self.client.upload_model(file)
        self.assertEqual(again.id, model.id)
        self.assertTrue(again.detail.model.uploaded)
        with self.assertRaises(ionsweep.InvalidRequestError):
            self.client.upload_model(b"no model")

    def test_reports_and_figures_are_had(self):
        self.assertEqual(len(self.sweep.report().cells), 8)
        self.assertIn("figure-mae", self.sweep.report_html())
        self.assertTrue(self.sweep.figure("mae")._repr_svg_().startswith("<svg"))

    def test_a_spec_is_planned_before_it_is_submitted(self):
        planned = self.client.plan(support.QUICK, data=self.stored)
        self.assertEqual(planned.cells, len(self.sweep.report().cells))
        self.assertEqual(planned.work_items, self.sweep.summary.work_items)
        self.assertGreater(planned.expected_seconds, 0)
        self.assertEqual(self.client.plan(planned.spec).cells, planned.cells)
        before = len(self.client.sweeps())
        with self.assertRaises(ionsweep.InvalidRequestError) as refused:
            self.client.plan({**support.QUICK, "folds": 0}, data=self.stored)
        self.assertEqual(refused.exception.field, "folds")
        self.assertEqual(len(self.client.sweeps()), before)

    def test_the_catalog_has_what_specs_can_name(self):
        catalog = self.client.catalog()
        self.assertIn("pls", [one.name for one in catalog.models])
        self.assertLessEqual({"e", "sim", "noise"}, {one.name for one in catalog.strategies})
        self.assertTrue(all(one.description.endswith(".") for one in catalog.presets + catalog.preprocessings))

    def test_sweeps_of_one_dataset_are_compared(self):
        other = self.client.submit({**support.QUICK, "folds": 3}, data=self.stored, id="other")
        other.wait()
        both = self.client.compare(self.sweep, "other")
        self.assertEqual([one.id for one in both.sweeps], ["mine", "other"])
        self.assertEqual([one.folds for one in both.targets], [[0, 1], [0, 1]])
        chosen = self.client.compare(columns=["mine:e/pls", "other:sim/pls"])
        columns = chosen.targets[0].columns
        self.assertEqual([one.column for one in columns], ["mine:e/pls", "other:sim/pls"])
        self.assertIsNone(columns[0].comparison)
        self.assertAlmostEqual(columns[1].comparison.mean_difference, columns[1].mean_mae - columns[0].mean_mae, places=12)
        with self.assertRaises(ionsweep.NotFoundError):
            self.client.compare("mine", "nobody")

    def test_machines_show_what_they_train(self):
        slow = {**support.QUICK, "models": ["mlp"], "strategies": ["e"], "regression": {"patience": 10_000_000, "epochCap": 10_000_000}}
        sweep = self.client.submit(slow, data=self.stored, id="slow")
        machine = next(one for one in iter(lambda: self.client.machines()[0], None) if one.work)
        self.assertGreaterEqual(machine.slots, len(machine.work))
        self.assertEqual(machine.trainers, ["cpu"])
        self.assertEqual({(one.sweep, one.kind, one.strategy, one.model) for one in machine.work}, {("slow", "cell", "e", "mlp")})
        self.assertLessEqual({one.target for one in machine.work}, {"moisture", "protein"})
        sweep.cancel()

    def test_a_mistake_is_an_error_that_names_the_field(self):
        with self.assertRaises(ionsweep.InvalidRequestError) as refused:
            self.client.submit({**support.QUICK, "strategies": ["vae-x"]}, data=self.stored)
        self.assertEqual((refused.exception.status, refused.exception.type), (400, "urn:ionsweep:invalid-spec"))
        self.assertIn("strategies", refused.exception.field)
        self.assertIn("vae-x", str(refused.exception))
        with self.assertRaisesRegex(ionsweep.InvalidRequestError, "sample|row|column|header|spectr"):
            self.client.upload(b"no,numbers\nhere,either\n", name="words.csv")
        with self.assertRaises(ionsweep.NotFoundError):
            self.client.dataset("0" * 64)


class TokenTests(unittest.TestCase):
    def test_a_server_with_a_token_wants_it(self):
        token = "a-token-of-good-length"
        with support.folder() as place, ionsweep.serve(place, program=support.PROGRAM, token=token) as client:
            self.assertEqual(client.sweeps(), [])
            with self.assertRaisesRegex(ionsweep.NotAllowedError, "IONSWEEP_TOKEN") as refused:
                ionsweep.Client(client.server, token="").sweeps()
            self.assertEqual(refused.exception.status, 401)


if __name__ == "__main__":
    unittest.main()
