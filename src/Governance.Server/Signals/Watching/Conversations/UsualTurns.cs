namespace Governance.Server.Signals.Watching.Conversations;

/// <summary>How conversations of one version by one scorer usually go.</summary>
internal sealed class UsualTurns(TimeSpan window)
{
    private double _squares;

    /// <summary>Residuals of turns that nothing was found in.</summary>
    internal long N { get; private set; }

    internal double Deviation => Math.Sqrt(_squares / N);

    /// <summary>How many turns a week are judged.</summary>
    internal Pace Pace { get; } = new(window);

    /// <summary>Conversations found in the open episode; 0 when none is open.</summary>
    internal long Alarms { get; set; }

    internal DateTimeOffset LastAt { get; set; }

    internal void Learn(double residual)
    {
        N++;
        _squares += residual * residual;
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(N);
        writer.Write(_squares);
        Pace.Save(writer);
        writer.Write(Alarms);
        writer.Save(LastAt);
    }

    internal void Load(BinaryReader reader)
    {
        N = reader.ReadInt64();
        _squares = reader.ReadDouble();
        Pace.Load(reader);
        Alarms = reader.ReadInt64();
        LastAt = reader.LoadTime();
    }
}
