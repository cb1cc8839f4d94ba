namespace Governance.Transparency.Notes;

/// <summary>
/// Signs notes with a private key that this room never sees: the base class library has no Ed25519, so the process
/// that publishes a log brings its own (OpenSSL, an HSM), and those who verify need none.
/// </summary>
public interface INoteSigner
{
    /// <summary>The public half, under the name it signs as.</summary>
    VerifierKey Key { get; }

    /// <summary>The 64 signature bytes over exactly these bytes.</summary>
    byte[] Sign(ReadOnlySpan<byte> text);
}
