namespace Governance.Server.Shell;

/// <summary>
/// Reports at once and in order; <see cref="Progress{T}"/> would report from another thread, later.
/// </summary>
internal sealed class Spoken(TextWriter output) : IProgress<string>
{
    public void Report(string value) => output.WriteLine(value);
}
