namespace IonSweep.Sweeps.Strategies;

/// <summary>A kind of generator network.</summary>
/// <param name="Slug">Key in ids and paths.</param>
/// <param name="Name">Name in tables and figures.</param>
/// <param name="Conditioned">Its decoder sees the concentrations of all targets (cVAE).</param>
public sealed record GeneratorKind(string Slug, string Name, bool Conditioned)
{
    /// <summary>The variational autoencoder of source A.</summary>
    public static GeneratorKind Vae { get; } = new("vae", "VAE", Conditioned: false);

    /// <summary>The conditional variational autoencoder of source A.</summary>
    public static GeneratorKind Cvae { get; } = new("cvae", "cVAE", Conditioned: true);
}
