using IonSweep.Learning.Cpu;
using IonSweep.Learning.Tests.Cpu;

// Started by SameBitsTests in a process of its own, whose environment switches vector hardware off.
KernelSet kernels = KernelSet.Choose();
Console.WriteLine($"{kernels.Name} {TrainingDigest.Compute(kernels)} {TrainingDigest.ComputeCnn(kernels)}");
