using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Rules;

/// <summary>
/// Tool calls of a class that the tool's host declares and that no model may make by itself. The list is finite: what
/// is not declared is not seen.
/// </summary>
internal sealed class ForbiddenActions : IBehaviourRule
{
    private static readonly string[] s_classes =
        ["self_copy", "credential_access", "persistence", "monitor_tampering", "privilege_change"];

    private readonly Holding _holding = new(SignalKind.ForbiddenAction, TimeSpan.FromHours(1));

    /// <inheritdoc/>
    public SignalKind Signal => SignalKind.ForbiddenAction;

    /// <inheritdoc/>
    public void Take(Witnessed witnessed, List<FoundSignal> found)
    {
        var (call, at, address, deployment) = witnessed;
        if (call is not { Kind: ObservationKind.ToolCall, Details: { } details }
            || details.GetValueOrDefault("action.class") is not { } declared
            || !s_classes.Contains(declared, StringComparer.Ordinal))
        {
            return;
        }

        var version = call.ModelVersion ?? "";
        _holding.Saw(version, declared, at, () => new FoundCondition(
            new ConditionSeen(
                $"{deployment} {version} made a tool call of class {declared}"
                + (call.Tool is { } tool ? $" ({tool})" : ""),
                "tool calls", 1, 0, ""),
            Severity.Sev1, at, at, address), found);
    }

    /// <inheritdoc/>
    public void EndQuiet(DateTimeOffset now, List<FoundSignal> found) =>
        _holding.EndQuiet(now, "No call of this class was seen for an hour.", found);

    /// <inheritdoc/>
    public void Forget() => _holding.Forget();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _holding.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _holding.Load(reader);
}
