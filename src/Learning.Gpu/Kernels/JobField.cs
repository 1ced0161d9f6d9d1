namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>What the device knows of one network in training: integers of its job.</summary>
internal static class JobField
{
    /// <summary>Integers of a job.</summary>
    public const int Count = 40;

    /// <summary>First float of the parameters: values, first and second moments, best, and where it is kept the average.</summary>
    public const int Parameters = 0;

    /// <summary>First float of the workspace.</summary>
    public const int Workspace = 1;

    /// <summary>First integer of the training rows' places, of the validation rows', and of scratch memory.</summary>
    public const int TrainingRows = 2, ValidationRows = 3, Scratch = 4;

    /// <summary>Training and validation rows.</summary>
    public const int TrainingCount = 5, ValidationCount = 6;

    /// <summary>First float of what belongs to the training and validation rows: targets or conditions.</summary>
    public const int TrainingValues = 7, ValidationValues = 8;

    /// <summary>First double of the losses that are written.</summary>
    public const int Losses = 9;

    /// <summary>Completed epochs, rows done in the running one, best epoch (0 for none) and its loss's bits; all changed.</summary>
    public const int Epoch = 10, NextRow = 11, BestEpoch = 12, BestLoss = 13;

    /// <summary>Epochs to train at most in this launch; patience; cap.</summary>
    public const int MostEpochs = 14, Patience = 15, EpochCap = 16;

    /// <summary>
    /// Epochs without improvement before the step size is halved, 0 for never; halvings, and since when; the two changed.
    /// </summary>
    public const int HalvingWait = 17, Halvings = 18, WaitingSince = 19;

    /// <summary>Streams, four words each.</summary>
    public const int BatchOrder = 20, TrainingNoise = 24, ValidationNoise = 28;

    /// <summary>Bits of the averaging of weights, a double, low half first; 0 for none.</summary>
    public const int Averaging = 32;
}
