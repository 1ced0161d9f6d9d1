namespace IonSweep.Spectra.Streams;

/// <summary>
/// Names one random stream: the Philox key and the upper half of its counter. Element i of the stream is a pure function of
/// the key and i, so that any part of any stream can be drawn by any machine in any order.
/// </summary>
/// <param name="Key">64-bit Philox key.</param>
/// <param name="Domain">Upper 64 bits of the 128-bit counter.</param>
public readonly record struct StreamKey(ulong Key, ulong Domain);
