using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Privacy;

namespace Governance.Server.Intake.Mapping;

/// <summary>
/// What one resource, record or span event has said so far, one slot for each field; of several names of a field
/// the one that ranks first holds. Filled again and again, without a dictionary.
/// </summary>
internal sealed class FieldSlots(Texts texts)
{
    private readonly Slot[] _slots = new Slot[(int)Field.Count];

    /// <summary>Attributes of known names that could not be used: wrong type, word, length or encoding.</summary>
    public int Dropped { get; private set; }

    /// <summary>Of them, how many were texts longer than is taken.</summary>
    public int TooLong { get; private set; }

    /// <summary>Takes an attribute; false for a name that is not kept.</summary>
    public bool Take(ReadOnlySpan<byte> key, AttributeValue value)
    {
        var names = KnownNames.Find(key);
        if (names.IsEmpty)
            return false;
        Take(names, value);
        return true;
    }

    /// <summary>Takes an attribute whose names were looked up beforehand.</summary>
    public void Take(ReadOnlySpan<KnownName> names, AttributeValue value)
    {
        foreach (ref readonly var name in names)
            Take(name, value);
    }

    /// <summary>The field's text, or null.</summary>
    public string? Text(Field field) => _slots[(int)field].Text;

    /// <summary>The field's whole number, or null.</summary>
    public long? Integer(Field field) => _slots[(int)field] is { Filled: true } slot ? (long)slot.Number : null;

    /// <summary>The field's number, or null.</summary>
    public double? Number(Field field) => _slots[(int)field] is { Filled: true } slot ? slot.Number : null;

    /// <summary>The field's truth, or null.</summary>
    public bool? Flag(Field field) => _slots[(int)field] is { Filled: true } slot ? slot.Number != 0 : null;

    /// <summary>True when one of these was said.</summary>
    public bool Any(params ReadOnlySpan<Field> fields)
    {
        foreach (var field in fields)
        {
            if (_slots[(int)field].Filled)
                return true;
        }
        return false;
    }

    /// <summary>What is said of these is said by the other slots now, and no longer by these.</summary>
    public void Move(FieldSlots to, params ReadOnlySpan<Field> fields)
    {
        foreach (var field in fields)
        {
            to._slots[(int)field] = _slots[(int)field];
            _slots[(int)field] = default;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        (Dropped, TooLong) = (0, 0);
    }

    private void Take(in KnownName name, AttributeValue value)
    {
        ref var slot = ref _slots[(int)name.Field];
        if (value.Type is AttributeType.None || (slot.Filled && slot.Rank <= name.Rank))
            return;
        if (name.Member is not null)
        {
            value = value.Type is AttributeType.Text ? JsonMember.Of(value.Text, name.Member) : value;
            if (value.Type is AttributeType.None)
                return;
        }
        var text = name.Says;
        var number = 0d;
        var usable = text is not null || (name.Type is AttributeType.Text
            ? TryText(name.Field, value, out text)
            : TryNumber(name, value, out number));
        if (usable)
        {
            slot = new Slot(true, name.Rank, text, number);
            return;
        }
        Dropped++;
        if (value.Type is AttributeType.Text && texts.IsTooLong(value.Text))
            TooLong++;
    }

    private bool TryText(Field field, AttributeValue value, out string? text)
    {
        text = value.Type is AttributeType.Text ? texts.Of(value.Text) : null;
        return text is not null && Words.Allows(field, ref text) && (HasPseudonym(field) || Identifier.IsLabel(text));
    }

    /// <summary>People are called by their address, and nobody reads it here.</summary>
    private static bool HasPseudonym(Field field) =>
        field is Field.User or Field.Conversation or Field.Instance;

    /// <summary>Counts are never negative, no number here is; NaN and the infinities are no measurement.</summary>
    private static bool TryNumber(in KnownName name, AttributeValue value, out double number)
    {
        number = value.Type switch
        {
            AttributeType.Integer => value.Integer * name.Scale,
            AttributeType.Number when name.Type is AttributeType.Number => value.Number * name.Scale,
            AttributeType.Flag when name.Type is AttributeType.Flag => value.Integer,
            _ => double.NaN,
        };
        var signed = name.Field is Field.Score;
        return double.IsFinite(number) && (signed || number >= 0) && Math.Abs(number) <= MaxNumber;
    }

    /// <summary>2^53: beyond it a double no longer tells whole numbers apart.</summary>
    private const double MaxNumber = 9_007_199_254_740_992;

    private readonly record struct Slot(bool Filled, byte Rank, string? Text, double Number);
}
