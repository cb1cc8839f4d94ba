using System.Collections;

namespace Governance.Tests.Pipeline;

/// <summary>Some value of any type that an event may be made of, every part of it filled.</summary>
internal static class EventSample
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 21, 0, 59, 10, 123, 456, TimeSpan.Zero);

    public static object? Of(Type type, int depth)
    {
        depth.ShouldBeLessThan(8, $"{type} is deeper than an event should be");
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value, depth);
        return Plain(type) ?? Collection(type, depth) ?? Record(type, depth);
    }

    private static object? Plain(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(bool) => true,
        _ when type == typeof(DateTimeOffset) => s_time,
        _ when type == typeof(DateOnly) => DateOnly.FromDateTime(s_time.UtcDateTime),
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(90),
        _ when type == typeof(Guid) => new Guid("0d4c2f3e-8a52-4e25-9b3c-0a7c8f5b9d11"),
        { IsEnum: true } => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1),
        { IsPrimitive: true } => Convert.ChangeType(7, type, null),
        _ when type == typeof(decimal) => 7.5m,
        _ => null,
    };

    private static IEnumerable? Collection(Type type, int depth)
    {
        if (!type.IsGenericType || !typeof(IEnumerable).IsAssignableFrom(type))
            return type.IsArray ? Filled(type.GetElementType()!, depth) : null;
        var parts = type.GetGenericArguments();
        if (parts.Length == 1)
            return Filled(parts[0], depth);
        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(parts))!;
        map[Of(parts[0], depth + 1)!] = Of(parts[1], depth + 1);
        return map;
    }

    private static Array Filled(Type element, int depth)
    {
        var array = Array.CreateInstance(element, 2);
        array.SetValue(Of(element, depth + 1), 0);
        array.SetValue(Of(element, depth + 1), 1);
        return array;
    }

    private static object Record(Type type, int depth)
    {
        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)
            ?? throw new ArgumentException($"{type} cannot be made.");
        var made = constructor.Invoke(
            [.. constructor.GetParameters().Select(part => Of(part.ParameterType, depth + 1))]);
        foreach (var property in type.GetProperties().Where(one => one.CanWrite))
            property.SetValue(made, Of(property.PropertyType, depth + 1));
        return made;
    }
}
