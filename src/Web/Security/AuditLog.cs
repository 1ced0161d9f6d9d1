using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace IonSweep.Web.Security;

/// <summary>One action, as a line of the audit log has it.</summary>
/// <param name="Time">When it ended, UTC.</param>
/// <param name="Name">Who did it; empty for a stranger.</param>
/// <param name="Role">Their role; empty for a stranger.</param>
/// <param name="Action">What was asked for, e.g. <c>SubmitSweep</c>, <c>POST /sweeps/{id}/cancel</c> or <c>login</c>.</param>
/// <param name="Object">What it was done to: a path without its query.</param>
/// <param name="Outcome">HTTP status of the answer.</param>
/// <param name="Address">Where it came from.</param>
internal sealed record AuditLine(
    DateTime Time, string Name, string Role, string Action, string Object, int Outcome, string Address);

/// <summary>
/// Who changed what, a JSON line each, only ever added to. Tokens, antiforgery values and bodies are never in it. While it cannot be
/// written, changes are refused; a line that was owed is written before the next.
/// </summary>
internal sealed class AuditLog(ServerOptions options, ILogger<AuditLog> log)
{
    private const int MostOwed = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _gate = new(); // guards the file and what is owed
    private readonly Queue<string> _owed = new();

    /// <summary>There is one.</summary>
    public bool IsOn => options.AuditFile.Length > 0;

    /// <summary>Lines can be written now, and none is owed; says why not in the log.</summary>
    public bool IsWritable() => Try([]);

    /// <summary>Writes a line.</summary>
    public void Write(HttpContext context, string name, string role, string action, string target, int outcome)
    {
        if (!IsOn) return;
        AuditLine line = new(options.Clock.GetUtcNow().UtcDateTime, name, role, action, target, outcome,
            context.Connection.RemoteIpAddress?.ToString() ?? "");
        Try([JsonSerializer.Serialize(line, Json) + "\n"]);
    }

    /// <summary>Writes what a visitor did at the endpoint of a request.</summary>
    public void Write(HttpContext context, Visitor visitor, int outcome) => Write(context, visitor.Name,
        visitor.Name.Length > 0 ? visitor.Role.Word() : "", ActionOf(context),
        context.Response.Headers.Location is [{ Length: > 0 } made] && outcome is >= 200 and < 400 ? made.Split('?')[0]
            : context.Request.Path.Value ?? "", outcome);

    private static string ActionOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName
            ?? $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}";

    private bool Try(string[] lines)
    {
        lock (_gate)
        {
            foreach (string line in lines) _owed.Enqueue(line);
            while (_owed.Count > MostOwed) _owed.Dequeue();
            try
            {
                FileStreamOptions append = new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
                if (!OperatingSystem.IsWindows() && !File.Exists(options.AuditFile))
                    append.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                using FileStream file = new(options.AuditFile, append);
                if (_owed.Count == 0) return true;
                file.Write(Encoding.UTF8.GetBytes(string.Concat(_owed)));
                file.Flush(flushToDisk: true);
                _owed.Clear();
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogError("The audit log cannot be written: {Reason} Changes are refused until it can; {Owed} lines are owed.",
                    e.Message, _owed.Count.ToString(CultureInfo.InvariantCulture));
                return false;
            }
        }
    }
}
