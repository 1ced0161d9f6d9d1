using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Vae;
using IonSweep.Learning.Networks;

namespace IonSweep.Learning.Gpu.Programs;

/// <summary>The program of a VAE or cVAE, step by step that of <see cref="VaeTrainee"/>.</summary>
internal static class VaeProgram
{
    private const int Chains = 16;

    public static NetworkProgram Of(VaeTrainee trainee, int batchSize)
    {
        VaeArchitecture architecture = trainee.Network.Architecture;
        PlacedLayer[] layers = PlacedLayer.Of(trainee.Network.Layers, trainee.Parameters);
        PlacedLayer encoderHidden = layers[0], encoderOutput = layers[1], decoderHidden = layers[^2], decoderOutput = layers[^1];
        PlacedLayer? decoderInput = architecture.DecoderInput == DecoderInput.Dense ? layers[2] : null;
        int latents = architecture.Latents, inputs = latents + architecture.Conditions, padded = Lane.Pad(latents);
        NetworkProgram program = new(batchSize, trainee.Parameters.Count) { Values = architecture.Conditions };

        int noise = program.Room(latents), deviation = program.Room(latents), latent = program.Room(inputs);
        int divergence = program.Room(Chains), errors = program.Room(Chains);
        program.Both(new Op(OpCode.Noise) { Output = noise, Columns = latents });
        int hidden = program.Forward(encoderHidden, Op.Spectra, sigmoid: true);
        int posterior = program.Forward(encoderOutput, hidden, sigmoid: false);
        program.Both(new Op(OpCode.SampleLatents)
        {
            Input = posterior,
            Output = latent,
            Columns = latents,
            Third = noise,
            Fourth = divergence,
            Stride = deviation,
        });
        int input;
        if (decoderInput is { } dense) input = program.Forward(dense, latent, sigmoid: true);
        else
        {
            input = program.Room(inputs);
            program.Both(new Op(OpCode.Sigmoid) { Input = latent, Output = input, Columns = inputs, Stride = Lane.Pad(inputs) });
        }
        int decoded = program.Forward(decoderHidden, input, sigmoid: true);
        int output = program.Forward(decoderOutput, decoded, sigmoid: false);
        program.Both(new Op(OpCode.SpectrumErrors) { Output = output, Columns = architecture.Channels, Fourth = errors });
        program.Both(new Op(OpCode.SumChains) { Input = divergence, Output = errors });

        int decodedDelta = program.InputDelta(decoderOutput, output, decoded);
        program.Update(decoderOutput, decoded, output);
        int inputDelta = program.InputDelta(decoderHidden, decodedDelta, input);
        program.Update(decoderHidden, input, decodedDelta);
        int latentDelta = inputDelta;
        if (decoderInput is { } square)
        {
            latentDelta = program.InputDelta(square, inputDelta, activations: null);
            program.Update(square, latent, inputDelta);
        }
        int posteriorDelta = program.Room(2 * padded);
        program.Train(new Op(OpCode.LatentDelta)
        {
            Input = posterior,
            Output = posteriorDelta,
            Columns = latents,
            Third = noise,
            Fourth = latentDelta,
            Stride = deviation,
        });
        int hiddenDelta = program.InputDelta(encoderOutput, posteriorDelta, hidden);
        program.Update(encoderOutput, hidden, posteriorDelta);
        program.Update(encoderHidden, Op.Spectra, hiddenDelta);
        return program;
    }
}
