using System.Text.Json;

namespace Governance.Server.Behaviour.Searching;

/// <summary>What one member of an observation's line must be. An absent member fulfils nothing.</summary>
internal abstract record LineCondition(string Member)
{
    /// <summary>Whether the value that the reader stands at fulfils it.</summary>
    public abstract bool Holds(ref Utf8JsonReader value);

    /// <summary>One of some texts.</summary>
    public sealed record OneOf : LineCondition
    {
        private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _texts;
        private readonly int _longest;

        /// <summary>Texts as they would be without the escapes of JSON.</summary>
        public OneOf(string member, IReadOnlyCollection<string> texts)
            : base(member)
        {
            Texts = texts;
            _longest = texts.Max(text => text.Length);
            _texts = texts.ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        }

        /// <summary>What they are.</summary>
        public IReadOnlyCollection<string> Texts { get; }

        /// <inheritdoc/>
        public override bool Holds(ref Utf8JsonReader value)
        {
            const int mostEscaped = 6;
            if (value.TokenType is not JsonTokenType.String || value.ValueSpan.Length > _longest * mostEscaped)
                return false;
            Span<char> text = value.ValueSpan.Length <= 256 ? stackalloc char[256] : new char[value.ValueSpan.Length];
            return _texts.Contains(text[..value.CopyString(text)]);
        }
    }

    /// <summary>A number in a range.</summary>
    public sealed record Within(string Member, NumberRange Range) : LineCondition(Member)
    {
        /// <inheritdoc/>
        public override bool Holds(ref Utf8JsonReader value) =>
            value.TokenType is JsonTokenType.Number && Range.Holds(value.GetDouble());
    }

    /// <summary>A time from one moment up to, and without, another.</summary>
    public sealed record Between(string Member, DateTimeOffset From, DateTimeOffset To) : LineCondition(Member)
    {
        /// <inheritdoc/>
        public override bool Holds(ref Utf8JsonReader value) => value.TokenType is JsonTokenType.String
            && value.TryGetDateTimeOffset(out var time) && time >= From && time < To;
    }

    /// <summary>True.</summary>
    public sealed record Is(string Member) : LineCondition(Member)
    {
        /// <inheritdoc/>
        public override bool Holds(ref Utf8JsonReader value) => value.TokenType is JsonTokenType.True;
    }
}
