using System.Text;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Lines;

/// <summary>What a field's value is for.</summary>
internal enum LineRole
{
    /// <summary>It stands for the OTLP attributes that the field names.</summary>
    Attribute,

    /// <summary>The last part of its name is the sender's own: <c>segment.locale</c>, <c>count.inference</c>.</summary>
    NamedAttribute,

    Kind,

    /// <summary>What a line that is sent again is recognised by.</summary>
    Id,
    Time,
    Trace,
    Span,
    Parent,
    Latency,

    /// <summary>The type of an error, or that there was one.</summary>
    Error,

    /// <summary>The answer that a score speaks of.</summary>
    Target,
}

/// <summary>One field that a line may have.</summary>
internal sealed class LineField
{
    public LineField(string name, LineKinds kinds, LineRole role, LineType type, params string[] attributes)
    {
        (Name, Kinds, Role, Type) = (name, kinds, role, type);
        Attributes = [.. attributes.Select(Encoding.UTF8.GetBytes)];
        Known = [.. Attributes.SelectMany(attribute => KnownNames.Find(attribute).ToArray())];
        IsKnown = attributes is not [] && Attributes.All(attribute => !KnownNames.Find(attribute).IsEmpty);
        IsResponseId = attributes is ["gen_ai.response.id"];
    }

    /// <summary>
    /// The path, its parts joined by dots; of a named attribute what stands before the sender's part.
    /// </summary>
    public string Name { get; }

    public LineKinds Kinds { get; }

    public LineRole Role { get; }

    public LineType Type { get; }

    /// <summary>The OTLP attributes that say the same, UTF-8.</summary>
    public byte[][] Attributes { get; }

    /// <summary>The fields that the attributes say, looked up once for all lines.</summary>
    public KnownName[] Known { get; }

    /// <summary>True when <see cref="Known"/> is all that the attributes say.</summary>
    public bool IsKnown { get; }

    /// <summary>True for the provider's own id of an answer.</summary>
    public bool IsResponseId { get; }

    /// <summary>The sender's unit in the attribute's.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What it says, one clause; stands in the published schema.</summary>
    public string Says { get; init; } = "";

    /// <summary>
    /// True when the reading of a record looks for it in the resource by itself, which is where a batch's word is.
    /// </summary>
    public bool IsOfResource { get; init; }

    /// <summary>True when a batch's word is said again with each line that knows the field.</summary>
    public bool IsHandedOn => !IsOfResource && Kinds.HasFlag(LineKinds.Batch) && Role is not LineRole.Kind;
}
