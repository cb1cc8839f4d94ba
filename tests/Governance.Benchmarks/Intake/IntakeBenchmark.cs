namespace Governance.Benchmarks.Intake;

/// <summary>
/// Observations over real HTTP into the whole running server: read, decoded, mapped, hashed, packed, committed, and
/// only then acknowledged.
/// </summary>
internal static class IntakeBenchmark
{
    public static async Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        var bodies = BenchmarkObservations.Bodies();
        var cases = new List<Case>();
        double anchor;
        await using (var database = await BenchmarkDatabase.StartAsync(ct))
            anchor = await Anchor.MeasureAsync(database, bodies, options.Length, ct);
        cases.Add(new Case("A: COPY, jsonb, 1 connection", anchor, anchor, 1, "observations/s", Better.Higher));
        if (options.Wants("stages"))
            cases.AddRange(StageCases.Run(bodies, anchor, options.Length));
        if (options.Wants("otlp"))
            cases.AddRange(await OtlpCases.RunAsync(bodies, anchor, options.Length, ct));
        if (options.Wants("lines"))
            cases.AddRange(await LineCases.RunBatchedAsync(bodies, anchor, options.Length, ct));
        if (options.Wants("single"))
            cases.AddRange(await LineCases.RunSingleAsync(bodies, options.Length, ct));
        if (options.Only is "size")
            cases.AddRange(await SizeCases.RunAsync(bodies, options.Events, ct));
        return cases;
    }
}
