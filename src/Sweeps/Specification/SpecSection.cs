using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace IonSweep.Sweeps.Specification;

/// <summary>
/// Options of a model family, strategy or generator kind, as a section of a spec: what a family has of its own is written, read, checked
/// for unknown keys and compared without the spec's knowing it. Its record has a default and a Description for every property.
/// </summary>
/// <param name="Key">Its key in specs, camel case, e.g. <c>gaussianProcess</c>.</param>
/// <param name="Description">The comment above it.</param>
/// <param name="Default">What a spec has that says nothing of it.</param>
public sealed record SpecSection(string Key, string Description, object Default)
{
    private static readonly Lock Changing = new();
    private static readonly List<SpecSection> Known = [];
    private static bool _used;

    /// <summary>Adds a section to all specs; a catalog does so for what is registered there.</summary>
    /// <exception cref="InvalidOperationException">
    /// The key is taken, or a spec was already read or written: register at the start.
    /// </exception>
    public static void Register(SpecSection section)
    {
        lock (Changing)
        {
            if (_used || Known.Any(known => known.Key == section.Key))
                throw new InvalidOperationException(
                    $"The section '{section.Key}' of specs is {(_used ? "registered after specs were used" : "registered twice")}.");
            Known.Add(section);
        }
    }

    /// <summary>Adds the sections to the properties of a spec, before those of statistics and trust.</summary>
    internal static void AddTo(JsonTypeInfo spec)
    {
        lock (Changing)
        {
            _used = true;
            foreach (SpecSection section in Known)
            {
                JsonPropertyInfo property = spec.CreateJsonPropertyInfo(section.Default.GetType(), section.Key);
                property.Get = one => ((SweepSpec)one).Options(section);
                property.Set = (one, value) => ((SweepSpec)one).Take(section, value!);
                property.AttributeProvider = new Attributes(section.Description);
                spec.Properties.Insert(spec.Properties.Count - 2, property);
            }
        }
    }

    private sealed class Attributes(string description) : System.Reflection.ICustomAttributeProvider
    {
        private readonly object[] _all = [new DescriptionAttribute(description)];

        public object[] GetCustomAttributes(bool inherit) => _all;

        public object[] GetCustomAttributes(Type attributeType, bool inherit) =>
            [.. _all.Where(attributeType.IsInstanceOfType)];

        public bool IsDefined(Type attributeType, bool inherit) => _all.Any(attributeType.IsInstanceOfType);
    }
}
