namespace IonSweep.Learning.Calibration;

/// <summary>Training rows allow no calibration. The message says why and what to do.</summary>
public sealed class CalibrationException(string message) : Exception(message);
