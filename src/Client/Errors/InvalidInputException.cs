namespace IonSweep.Client.Errors;

/// <summary>An argument cannot be used. The message says which, what was found and what was expected.</summary>
internal sealed class InvalidInputException(string message) : Exception(message);
