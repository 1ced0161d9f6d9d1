namespace IonSweep.Client.Running;

/// <summary>Arguments as a person can paste them into a shell.</summary>
internal static class Shell
{
    /// <summary>The argument, in quotes when it has characters that a shell could take for its own.</summary>
    public static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '\\' or ':') ? argument
            : $"\"{argument}\"";
}
