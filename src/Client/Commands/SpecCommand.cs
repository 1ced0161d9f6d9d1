using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Spectra;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep spec show|validate</c>: what a command line or a spec file means.</summary>
internal static class SpecCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("spec", "Show or check what would be trained.") { CreateShow(), CreateValidate() };

    private static Command CreateShow()
    {
        SpecArguments what = new();
        Command command = new("show", "Print the spec with every default, as YAML that 'run' takes.");
        what.AddTo(command);
        command.SetAction(line =>
        {
            SweepSpec spec = what.Read(line);
            SpecValidator.Validate(spec);
            Console.Out.Write(SpecWriter.ToYaml(spec with { Shortened = ProtocolShortcuts.Describe(spec) }));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateValidate()
    {
        SpecArguments what = new();
        Command command = new("validate", "Check a spec against its data and say what would be trained.");
        what.AddTo(command);
        command.SetAction(async line =>
        {
            SweepSpec spec = what.Read(line);
            SpectralDataset data = await SourceData.LoadAsync(spec.Data);
            SweepSpec resolved = SpecResolver.Resolve(spec, data);
            SweepPlan plan = SweepPlan.Create(spec, data);
            Console.Out.WriteLine(
                $"Valid: {plan.Items.Count(i => i.Kind == WorkKind.Cell)} cells, "
                    + $"{plan.Items.Count(i => i.Kind == WorkKind.MultiTarget)} models "
                    + $"of all targets, {plan.Items.Count(i => i.Kind == WorkKind.Generator)} generators, "
                + $"{plan.Items.Count(i => i.Kind == WorkKind.SyntheticSet)} synthetic sets in {resolved.Folds} folds.");
            Console.Out.WriteLine($"Data: {data.Name}, {data.RowCount} spectra of {data.ChannelCount} channels.");
            Console.Out.WriteLine(
                $"Targets: {string.Join(", ", resolved.Targets)}; augmented: {string.Join(", ", resolved.AugmentedTargets)}.");
            Console.Out.WriteLine($"Models: {string.Join(", ", resolved.Models)}.");
            Console.Out.WriteLine($"Strategies: {string.Join(", ", resolved.Strategies)}.");
            if (data.Origin.IsSimulated) Console.Out.WriteLine($"Simulated data: {data.Origin.Description}.");
            if (resolved.Shortened.Length > 0) Console.Out.WriteLine($"Shortened protocol: {resolved.Shortened}.");
            return ExitCode.Done;
        });
        return command;
    }
}
