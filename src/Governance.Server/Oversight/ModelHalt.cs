namespace Governance.Server.Oversight;

/// <summary>The halt that stands over a model, and whether the model obeys.</summary>
/// <param name="Verdict">What the telemetry said of the order.</param>
/// <param name="ServedAt">
/// When something last began after the order must have shown; null: nothing did, or the halt stops one arm only.
/// </param>
public sealed record ModelHalt(VerdictView Verdict, DateTimeOffset? ServedAt)
{
    internal static ModelHalt? Of(HaltRow? halt, DateTimeOffset? lastServed, OversightSettings settings)
    {
        if (halt is not { State: { Stands: true, Order: { } order } })
        {
            return null;
        }

        var disobeyed = order.Rollout is null && lastServed > order.At + settings.HaltEffect;
        return new ModelHalt(VerdictView.Of(halt), disobeyed ? lastServed : null);
    }
}
