using IonSweep.Learning.Multivariate;
using IonSweep.Learning.Tests.Selection;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Learning.Tests.Multivariate;

public sealed class TridiagonalFormTests
{
    private static int Order => SelectionData.Training.Length;

    private static double[] Matrix => [.. SelectionData.Gram.Training];

    [Fact]
    public void Eigenvalues_are_those_of_numpy_and_eigenvectors_solve_their_equation()
    {
        (double[] values, double[] vectors) = new TridiagonalForm(Matrix, Order).Eigen();
        double[] expected = [29.876766666660, 16.050730130176, 8.520818347880, 3.369423550470, 0.000963024957, 0.000848250397];
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], values[k], 1e-11);
        double[] product = new double[Order];
        for (int k = 0; k < Order; k++)
        {
            double[] vector = vectors[(k * Order)..((k + 1) * Order)];
            FixedOrder.Multiply(Matrix, Order, vector, product);
            for (int i = 0; i < Order; i++) Assert.Equal(values[k] * vector[i], product[i], 1e-12);
            Assert.Equal(1, FixedOrder.Dot(vector, vector), 1e-12);
        }
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1.0)]
    public void A_solution_satisfies_its_equation_and_likelihood_is_that_of_the_eigenvalues(double lambda)
    {
        double[] b = SelectionData.TrainingTargets;
        TridiagonalForm form = new(Matrix, Order);
        double[] rotated = form.Rotated(b), x = form.Solve(rotated, lambda), product = new double[Order];
        FixedOrder.Multiply(Matrix, Order, x, product);
        for (int i = 0; i < Order; i++) Assert.Equal(b[i], product[i] + lambda * x[i], 1e-8);
        (double quadratic, double logarithm) = form.Likelihood(rotated, lambda);
        Assert.Equal(FixedOrder.Dot(b, x), quadratic, 1e-8 * quadratic);
        (double[] values, _) = form.Eigen();
        Assert.Equal(values.Sum(value => Math.Log(Math.Max(value, 0) + lambda)), logarithm, 1e-7);
    }

    [Fact]
    public void A_diagonal_matrix_is_its_own_form()
    {
        (double[] values, double[] vectors) = new TridiagonalForm([1, 0, 0, 0, 3, 0, 0, 0, 2], 3).Eigen();
        Assert.Equal([3, 2, 1], values);
        Assert.Equal([0, 1, 0, 0, 0, 1, 1, 0, 0], vectors);
    }
}
