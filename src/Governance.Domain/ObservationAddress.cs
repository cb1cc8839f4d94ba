using System.Globalization;

namespace Governance.Domain;

/// <summary>
/// Where an observation lies in the log: the position of its segment and its index in it, <c>position:index</c>.
/// </summary>
public readonly record struct ObservationAddress(long Position, int Index)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Position}:{Index}");

    /// <summary>Reads <c>position:index</c>; false when it is not one.</summary>
    public static bool TryParse(string text, out ObservationAddress address)
    {
        address = default;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0
            || !long.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return false;
        }

        address = new ObservationAddress(position, index);
        return true;
    }
}
