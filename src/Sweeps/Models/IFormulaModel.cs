using IonSweep.Spectra.Formulas;

namespace IonSweep.Sweeps.Models;

/// <summary>A model that can write down how it predicts, for programs that know nothing of this one.</summary>
public interface IFormulaModel : ITrainedModel
{
    /// <summary>Predictions for scaled spectra: K columns, in the unit that the model was trained in.</summary>
    /// <exception cref="NoFormulaException">A part of it has no formula; names it.</exception>
    FormulaValue Write(IFormulas formulas, FormulaValue scaled);
}
