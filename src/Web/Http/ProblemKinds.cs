using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Http;

/// <summary>Which exception is which problem: the one table that server and client share.</summary>
internal static class ProblemKinds
{
    private const string InvalidSpec = "urn:ionsweep:invalid-spec", InvalidDataset = "urn:ionsweep:invalid-dataset",
        NotFound = "urn:ionsweep:sweep-not-found", ModelNotFound = "urn:ionsweep:model-not-found",
        InvalidModel = "urn:ionsweep:invalid-model",
        Mismatch = "urn:ionsweep:sweep-mismatch", InUse = "urn:ionsweep:sweep-in-use", Running = "urn:ionsweep:sweep-running",
        StorageFull = "urn:ionsweep:storage-full",
        Unavailable = "urn:ionsweep:unavailable", Damaged = "urn:ionsweep:sweep-damaged", DamagedArtifact = "urn:ionsweep:artifact-damaged",
        NoDataset = "urn:ionsweep:dataset-not-found", DatasetInUse = "urn:ionsweep:dataset-in-use",
        NotComparable = "urn:ionsweep:sweeps-not-comparable";

    /// <summary>Status, kind and field of an exception; null when it is a defect of the server.</summary>
    public static (int Status, string Type, string? Field)? Of(Exception exception) => exception switch
    {
        InvalidSpecException spec => (400, InvalidSpec, spec.Field),
        InvalidDatasetException => (400, InvalidDataset, "body"),
        SweepNotFoundException => (404, NotFound, "id"),
        InvalidModelException => (400, InvalidModel, "body"),
        ModelNotFoundException => (404, ModelNotFound, "id"),
        SweepMismatchException => (409, Mismatch, "id"),
        SweepInUseException => (409, InUse, "id"),
        SweepRunningException => (409, Running, "id"),
        SweepsNotComparableException comparison => (409, NotComparable, comparison.Setting),
        DatasetNotFoundException => (404, NoDataset, "sha256"),
        DatasetInUseException => (409, DatasetInUse, "sha256"),
        // The request is right and the server works; what it holds of this sweep has to be mended first.
        DamagedSweepException => (409, Damaged, "id"),
        DamagedArtifactException => (409, DamagedArtifact, null),
        StorageFullException => (507, StorageFull, null),
        SweepServiceUnavailableException => (503, Unavailable, null),
        BadHttpRequestException bad => (bad.StatusCode, Problems.Plain, bad.StatusCode == 413 ? "body" : null),
        _ => null,
    };

    /// <summary>The exception that a problem stands for, so that a caller over HTTP cannot tell the difference.</summary>
    public static Exception Exception(Problem problem, string id) => problem.Type switch
    {
        InvalidSpec => new InvalidSpecException(problem.Field ?? "", problem.Detail) { Line = problem.Line },
        InvalidDataset => new InvalidDatasetException(problem.Detail),
        NotFound => new SweepNotFoundException(id),
        ModelNotFound => new ModelNotFoundException(id),
        InvalidModel => new InvalidModelException(problem.Detail),
        Mismatch => new SweepMismatchException(problem.Detail),
        InUse => new SweepInUseException(problem.Detail),
        Running => new SweepRunningException(id),
        NotComparable => new SweepsNotComparableException(problem.Field ?? "", problem.Detail),
        NoDataset => new DatasetNotFoundException(id),
        DatasetInUse => new DatasetInUseException(problem.Detail),
        Damaged => new DamagedSweepException(id, problem.Detail),
        DamagedArtifact => new DamagedArtifactException(problem.Detail),
        StorageFull => new StorageFullException(problem.Detail),
        Unavailable => new SweepServiceUnavailableException(problem.Detail),
        _ => new HttpRequestException(HttpRequestError.Unknown, $"The server answered {problem.Status} {problem.Title}: {problem.Detail}",
            null, (System.Net.HttpStatusCode)problem.Status),
    };
}
