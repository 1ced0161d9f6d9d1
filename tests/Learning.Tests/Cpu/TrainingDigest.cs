using System.Runtime.InteropServices;
using System.Security.Cryptography;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Tests.Cpu;

/// <summary>Hash over weights, losses, predictions, posteriors and decoded spectra of whole short trainings.</summary>
internal static class TrainingDigest
{
    public static string Compute(KernelSet kernels)
    {
        CpuTrainer trainer = new(kernels);
        NetworkEvaluator evaluator = new(kernels);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(ReadOnlySpan<float> values) => hash.AppendData(MemoryMarshal.AsBytes(values));
        void AddLayer(DenseWeights? layer)
        {
            Add(layer?.Weight);
            Add(layer?.Bias);
        }
        void AddHistory(TrainingHistory history)
        {
            Add([.. history.TrainingLoss]);
            Add([.. history.ValidationLoss]);
        }

        foreach (MlpTask task in new[]
        {
            TestData.Mlp(), TestData.Mlp(rows: 70, channels: 131, hidden: [70, 16], outputs: 3),
            TestData.Mlp(rows: 33, channels: 5, hidden: [1], outputs: 8, options: new TrainingOptions { BatchSize = 70, EpochCap = 3 }),
        })
        {
            Trained<MlpWeights> trained = trainer.Train(task, new TrainingRun());
            AddHistory(trained.History);
            foreach (DenseWeights layer in trained.Weights.Layers) AddLayer(layer);
            Add(evaluator.Predict(trained.Weights, task.Validation));
        }
        foreach (DecoderInput input in new[] { DecoderInput.Dense, DecoderInput.Sigmoid })
            foreach (int conditions in new[] { 0, 3 })
            {
                VaeTask task = TestData.Vae(conditions, input, hidden: 66, channels: 37);
                Trained<VaeWeights> trained = trainer.Train(task, new TrainingRun());
                AddHistory(trained.History);
                foreach (DenseWeights? layer in new[]
                {
                    trained.Weights.EncoderHidden, trained.Weights.EncoderOutput, trained.Weights.DecoderInput,
                    trained.Weights.DecoderHidden, trained.Weights.DecoderOutput,
                }) AddLayer(layer);
                (Matrix mean, Matrix logVariance) = evaluator.Encode(trained.Weights, task.Validation);
                Add(mean.ToDense());
                Add(logVariance.ToDense());
                Add(evaluator.Decode(trained.Weights, mean, task.ValidationConditions).ToDense());
            }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The same of convolutional networks.</summary>
    public static string ComputeCnn(KernelSet kernels)
    {
        CpuTrainer trainer = new(kernels);
        NetworkEvaluator evaluator = new(kernels);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(ReadOnlySpan<float> values) => hash.AppendData(MemoryMarshal.AsBytes(values));
        foreach (CnnTask task in new[]
        {
            TestData.Cnn(), TestData.Cnn(rows: 33, channels: 211, targets: 8, auxiliary: 0, hidden: 64),
            TestData.Cnn(rows: 40, channels: 30, targets: 1, auxiliary: 1, convolutions: [new(80, 6, 2), new(48, 3, 1)], pooling: 3,
                hidden: 7),
        })
        {
            Trained<CnnWeights> trained = trainer.Train(task, new TrainingRun());
            Add([.. trained.History.TrainingLoss]);
            Add([.. trained.History.ValidationLoss]);
            hash.AppendData(CnnFile.Write(trained.Weights));
            CnnPrediction prediction = evaluator.Predict(trained.Weights, task.Validation);
            Add(prediction.Targets);
            Add(prediction.Auxiliary);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
