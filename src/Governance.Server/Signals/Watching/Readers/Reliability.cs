using Governance.Detection.Calibration;

namespace Governance.Server.Signals.Watching.Readers;

/// <summary>Stated confidence beside correctness, of each version, since it was first seen.</summary>
internal sealed class Reliability
{
    /// <summary>Versions with a diagram; of later ones only the signals are read.</summary>
    private const int MaxVersions = 64;

    private readonly SortedDictionary<string, ReliabilityDiagram> _diagrams = new(StringComparer.Ordinal);

    internal IEnumerable<(string Version, ReliabilityDiagram Diagram)> All =>
        _diagrams.Select(one => (one.Key, one.Value));

    internal void Take(string? version, double stated, double correct)
    {
        if (version is null || stated is not (>= 0 and <= 1))
            return;
        if (!_diagrams.TryGetValue(version, out var diagram))
        {
            if (_diagrams.Count >= MaxVersions)
                return;
            _diagrams.Add(version, diagram = new ReliabilityDiagram());
        }

        diagram.Take(stated, correct);
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_diagrams.Count);
        foreach (var (version, diagram) in _diagrams)
        {
            writer.Write(version);
            diagram.Save(writer);
        }
    }

    internal void Load(BinaryReader reader)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var diagram = new ReliabilityDiagram();
            _diagrams.Add(reader.ReadString(), diagram);
            diagram.Load(reader);
        }
    }
}
