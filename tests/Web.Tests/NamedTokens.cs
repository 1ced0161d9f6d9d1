using IonSweep.Web.Security;

namespace IonSweep.Web.Tests;

/// <summary>A file with a token of each role, named as the role, which is removed afterwards.</summary>
public sealed class NamedTokens : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ionsweep-tokens-").FullName;
    private readonly Dictionary<Role, string> _tokens = [];

    public NamedTokens()
    {
        Path = System.IO.Path.Combine(_folder, "tokens");
        foreach (Role role in Enum.GetValues<Role>()) _tokens[role] = Add(role.Word() + "er", role);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The token of this role; its name is <c>reader</c>, <c>submiter</c> or <c>administerer</c>.</summary>
    public string Of(Role role) => _tokens[role];

    /// <summary>One more.</summary>
    public string Add(string name, Role role)
    {
        (string token, NamedToken kept) = NamedToken.Create(name, role);
        TokensFile.Add(Path, kept);
        return token;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
