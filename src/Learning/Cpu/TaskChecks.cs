using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu;

/// <summary>Shapes and options of a task, checked before memory is read through pointers.</summary>
internal static class TaskChecks
{
    public static void Check(MlpTask task)
    {
        Check(task.Options);
        CheckRows("training", task.Training, task.Architecture.Inputs, task.TrainingTargets, task.Architecture.Outputs, "targets");
        CheckRows("validation", task.Validation, task.Architecture.Inputs, task.ValidationTargets, task.Architecture.Outputs, "targets");
    }

    public static void Check(VaeTask task)
    {
        Check(task.Options);
        CheckRows("training", task.Training, task.Architecture.Channels, task.TrainingConditions, task.Architecture.Conditions,
            "conditions");
        CheckRows("validation", task.Validation, task.Architecture.Channels, task.ValidationConditions, task.Architecture.Conditions,
            "conditions");
    }

    public static void Check(CnnTask task)
    {
        Check(task.Options);
        CheckRows("training", task.Training, task.Architecture.Channels, task.TrainingTargets, task.Architecture.Targets, "targets");
        CheckRows("training", task.Training, task.Architecture.Channels, task.TrainingAuxiliary, task.Architecture.Auxiliary,
            "auxiliary quantities");
        CheckRows("validation", task.Validation, task.Architecture.Channels, task.ValidationTargets, task.Architecture.Targets, "targets");
    }

    public static void CheckColumns(string what, int columns, int expected)
    {
        if (columns != expected) throw new ArgumentException($"The {what} have {columns} columns; the network expects {expected}.");
    }

    private static void CheckRows(string part, RowSet rows, int columns, float[] values, int valuesPerRow, string what)
    {
        if (rows.Count == 0) throw new ArgumentException($"There are no {part} rows; a training needs at least one.");
        CheckColumns($"{part} rows", rows.Columns, columns);
        if (values.Length != rows.Count * valuesPerRow)
            throw new ArgumentException(
                $"{rows.Count} {part} rows have {values.Length} {what}; "
                + $"expected {valuesPerRow} a row, {rows.Count * valuesPerRow} in all.");
    }

    private static void Check(TrainingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Patience, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.EpochCap, 1);
        if (!(options.LearningRate > 0 && double.IsFinite(options.LearningRate)))
            throw new ArgumentException($"The learning rate is {options.LearningRate}; expected a positive number.");
    }
}
