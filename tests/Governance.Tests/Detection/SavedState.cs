namespace Governance.Tests.Detection;

/// <summary>A detector's state, through bytes and back.</summary>
internal static class SavedState
{
    internal static void Copy(Action<BinaryWriter> save, Action<BinaryReader> load)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        save(writer);
        bytes.Position = 0;
        load(new BinaryReader(bytes));
        bytes.Position.ShouldBe(bytes.Length, "a state is read to its end");
    }
}
