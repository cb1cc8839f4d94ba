using Governance.Server.Shell;

namespace Governance.Server.Intake.Privacy;

/// <summary>How much of one record is looked at.</summary>
/// <param name="Attributes">Unlisted names of one record: <c>Intake:MaxAttributes</c>.</param>
/// <param name="ValueBytes">Bytes of a text under a listed name: <c>Intake:MaxValueBytes</c>.</param>
/// <param name="ContentBytes">Bytes of content, where it is kept: <c>Intake:MaxContentBytes</c>.</param>
internal sealed record SieveLimits(
    int Attributes = SieveLimits.DefaultAttributes,
    int ValueBytes = Mapping.Texts.MaxBytes,
    int ContentBytes = SieveLimits.DefaultContentBytes)
{
    /// <summary>What OpenTelemetry's own SDKs send at most by default.</summary>
    public const int DefaultAttributes = 128;

    /// <summary>Identifiers are shorter by far; what is longer is a document.</summary>
    public const int MostValueBytes = 4096;

    /// <summary>Some thirty pages: a long conversation.</summary>
    public const int DefaultContentBytes = 64 * 1024;

    /// <summary>A row that is still shown at once.</summary>
    public const int MostContentBytes = 1024 * 1024;

    /// <exception cref="CannotStartException">An option is out of its range.</exception>
    public static SieveLimits Read(IConfiguration configuration) => new(
        Within(configuration, "Intake:MaxAttributes", DefaultAttributes, most: 100_000),
        Within(configuration, "Intake:MaxValueBytes", Mapping.Texts.MaxBytes, MostValueBytes),
        Within(configuration, "Intake:MaxContentBytes", DefaultContentBytes, MostContentBytes));

    private static int Within(IConfiguration configuration, string key, int otherwise, int most)
    {
        var value = configuration.GetValue(key, otherwise);
        return value > 0 && value <= most
            ? value
            : throw new CannotStartException($"{key} is 1 to {most}, not {value}.");
    }
}
