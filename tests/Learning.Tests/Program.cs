using IonSweep.Learning.Cpu;
using IonSweep.Learning.Tests.Cpu;

// Started by SameBitsTests in a process of its own, whose environment switches vector hardware off.
CpuTrainer trainer = new();
Console.WriteLine($"{trainer.VectorWidth} {TrainingDigest.Compute(trainer)} {TrainingDigest.ComputeCnn(trainer)}");
