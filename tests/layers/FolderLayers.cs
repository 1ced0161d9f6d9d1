using System.Reflection;
using System.Runtime.CompilerServices;

namespace IonSweep.Layers;

/// <summary>The folders of a project, as its compiled types use each other.</summary>
internal static class FolderLayers
{
    /// <summary>Fails when a type uses one of a folder behind its own, or when the folders are others.</summary>
    /// <param name="assembly">The project.</param>
    /// <param name="prefix">Its root namespace.</param>
    /// <param name="folders">All its folders in order, that which knows none of the others first; "." is the project's own folder.</param>
    public static void Check(Assembly assembly, string prefix, params string[] folders)
    {
        Type[] types = [.. assembly.GetTypes().Where(type => type.DeclaringType is null && IsWritten(type))];
        Assert.Equal(folders.Order(StringComparer.Ordinal), types.Select(Folder).Distinct().Order(StringComparer.Ordinal));
        string[] back = [.. from type in types
                            from used in UsedTypes.Of(type)
                            where types.Contains(used) && Array.IndexOf(folders, Folder(used)) > Array.IndexOf(folders, Folder(type))
                            select $"{Folder(type)} → {Folder(used)}: {type.Name} uses {used.Name}"];
        Assert.True(back.Length == 0, string.Join('\n', back));

        bool IsWritten(Type type) => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
            && (type.Namespace == prefix || type.Namespace?.StartsWith(prefix + ".", StringComparison.Ordinal) == true);

        string Folder(Type type) => type.Namespace == prefix ? "." : type.Namespace![(prefix.Length + 1)..].Split('.')[0];
    }
}
