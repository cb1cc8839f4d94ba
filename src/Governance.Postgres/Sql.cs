using System.Collections.Concurrent;

namespace Governance.Postgres;

/// <summary>
/// SQL lives in <c>.sql</c> files beside the code that runs it, one statement each, embedded in its assembly.
/// The file is found by the namespace of the type that asks and the file's name without extension.
/// </summary>
public static class Sql
{
    // Bounded by the number of .sql files in the product.
    private static readonly ConcurrentDictionary<(Type Asking, string Name), string> s_texts = new();

    /// <summary>The text of <c>{name}.sql</c> in the folder of <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">No such file is embedded.</exception>
    public static string Of<T>(string name) => Of(typeof(T), name);

    /// <summary>The same for a static class, which cannot be a type argument.</summary>
    public static string Of(Type asking, string name) => s_texts.GetOrAdd((asking, name), Read);

    private static string Read((Type Asking, string Name) key)
    {
        var resource = $"{key.Asking.Namespace}.{key.Name}.sql";
        using var stream = key.Asking.Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"No SQL file is embedded as {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Trim();
    }
}
