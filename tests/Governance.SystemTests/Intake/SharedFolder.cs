namespace Governance.SystemTests.Intake;

/// <summary>A data folder that several servers of one test use, gone after the last of them.</summary>
internal sealed class SharedFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("governance-intake-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
