using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Web.Remote;

namespace IonSweep.Client.Commands;

/// <summary>The options that name a server, shared by every command that can ask one.</summary>
internal sealed class RemoteArguments
{
    /// <summary>Environment variable with the server's address.</summary>
    private const string ServerVariable = "IONSWEEP_SERVER";

    private readonly Option<string?> _server = new("--server")
    {
        HelpName = "URL",
        Description = $"Server that runs the sweep, e.g. http://lab:5080. Default: the environment variable {ServerVariable}."
    };

    private readonly TokenArguments _token = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_server);
        _token.AddTo(command);
    }

    /// <summary>True when the command line names a server.</summary>
    public bool IsGiven(ParseResult line) => line.GetValue(_server) is not null;

    /// <summary>The server.</summary>
    /// <exception cref="InvalidInputException">No server is named, or its address is malformed.</exception>
    public HttpSweepService Open(ParseResult line)
    {
        string? server = line.GetValue(_server) ?? Environment.GetEnvironmentVariable(ServerVariable);
        if (string.IsNullOrWhiteSpace(server)) throw new InvalidInputException($"no server: give --server URL or set {ServerVariable}.");
        if (!Uri.TryCreate(server, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new InvalidInputException($"--server: '{server}' is not an address; expected one such as http://lab:5080.");
        return new HttpSweepService(address, _token.Read(line));
    }
}
