using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Devices;

/// <summary>A device that kernels run on.</summary>
internal sealed class GpuDevice : IDisposable
{
    private readonly Context _context;

    private GpuDevice(Context context, Accelerator accelerator, int side)
    {
        _context = context;
        Accelerator = accelerator;
        Side = side;
    }

    public Accelerator Accelerator { get; }

    /// <summary>Threads along each side of a block.</summary>
    public int Side { get; }

    /// <summary>Blocks that run at once, one a multiprocessor.</summary>
    public int Blocks => Accelerator.NumMultiprocessors;

    /// <summary>E.g. <c>NVIDIA H200 (cuda:0)</c>.</summary>
    public string Name => IsCuda ? $"{Accelerator.Name} (cuda:{((CudaAccelerator)Accelerator).DeviceId})" : Accelerator.Name;

    public bool IsCuda => Accelerator.AcceleratorType == AcceleratorType.Cuda;

    /// <summary>A CUDA device.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="GpuUnavailableException">There is none that ILGPU can use.</exception>
    public static GpuDevice Cuda(int index)
    {
        Context context;
        int count;
        try
        {
            // Every device is listed, so that one that is too old for ILGPU can be named.
            context = Context.Create(builder => builder.Cuda(_ => true).ExactArithmetic());
            count = context.GetCudaDevices().Count;
        }
        catch (Exception e)
        {
            throw new GpuUnavailableException(
                $"CUDA devices cannot be listed: {e.Message} NVIDIA's driver must be installed; nothing else is needed.", e);
        }
        try
        {
            if (count == 0)
                throw new GpuUnavailableException(
                    "No CUDA device was found. NVIDIA's driver (libcuda.so.1) and a device are needed, in a container also NVIDIA's "
                        + "container runtime; nothing else.");
            if (index < 0 || index >= count)
                throw new GpuUnavailableException($"There is no CUDA device {index}; this machine has {count}, counted from 0.");
            CudaDevice device = context.GetCudaDevice(index);
            if (device.Architecture is null || device.InstructionSet is null)
                throw new GpuUnavailableException(
                    $"The device {index} ({device.Name}) or its driver is too old: the driver {device.DriverVersion} knows no PTX that "
                        + "ILGPU 1.5.3 writes. A newer driver may help.");
            try
            {
                return new GpuDevice(context, device.CreateAccelerator(context), Kernels.Worker.MostSide);
            }
            catch (Exception e)
            {
                throw new GpuUnavailableException($"The device {index} ({device.Name}) cannot be used: {e.Message}", e);
            }
        }
        catch (GpuUnavailableException)
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>The processor, on which the same kernels run: for tests, and to try.</summary>
    /// <param name="side">Threads along each side of a block, at most 16.</param>
    /// <param name="blocks">Blocks that run at once.</param>
    public static GpuDevice OnCpu(int side = 1, int blocks = 1)
    {
        Context context = Context.Create(builder => builder.CPU(new CPUDevice(Math.Max(2, side * side), 1, blocks)).ExactArithmetic());
        return new GpuDevice(context, context.CreateCPUAccelerator(0, CPUAcceleratorMode.Parallel), side);
    }

    public void Dispose()
    {
        Accelerator.Dispose();
        _context.Dispose();
    }
}
