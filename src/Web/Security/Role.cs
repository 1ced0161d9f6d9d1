namespace IonSweep.Web.Security;

/// <summary>What a person may do; each role includes those before it.</summary>
public enum Role
{
    /// <summary>Look at everything, and predict with stored models.</summary>
    Read,

    /// <summary>Store data and models; start, extend, cancel and resume sweeps; train models.</summary>
    Submit,

    /// <summary>Delete sweeps, datasets and models.</summary>
    Administer,
}

/// <summary>Roles as they are written in files, options and messages.</summary>
public static class RoleWords
{
    /// <summary>All of them, the least first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<Role>().Select(Word)];

    /// <summary>E.g. <c>submit</c>.</summary>
    public static string Word(this Role role) => role.ToString().ToLowerInvariant();

    /// <summary>The role of a word; null when there is none.</summary>
    public static Role? Find(string word) => All.Contains(word) ? Enum.Parse<Role>(word, ignoreCase: true) : null;
}
