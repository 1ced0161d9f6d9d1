namespace IonSweep.Spectra.Splitting;

/// <summary>
/// One Monte-Carlo resampling of a dataset: disjoint row indices that together cover it, each ascending.
/// All rows of one sample stand in the same part.
/// </summary>
/// <param name="Training">Rows that fit scalings, networks and generators.</param>
/// <param name="Validation">Rows that decide when training stops.</param>
/// <param name="Test">Rows that nothing but the final error has seen.</param>
/// <param name="TrainingSamples">Samples (rows when ungrouped) in <paramref name="Training"/>; n_train of the corrected t-test.</param>
/// <param name="TestSamples">Samples in <paramref name="Test"/>; n_test of the corrected t-test.</param>
public sealed record FoldSplit(int[] Training, int[] Validation, int[] Test, int TrainingSamples, int TestSamples);
