namespace Governance.Server.Intake.Otlp;

/// <summary>A request body that is not what its content type says. The one exception that reading throws.</summary>
/// <param name="message">What is wrong; it never quotes the body, which may hold conversations.</param>
internal sealed class OtlpFormatException(string message) : Exception(message);
