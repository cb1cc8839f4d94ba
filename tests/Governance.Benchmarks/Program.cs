using Governance.Benchmarks;
using Governance.Benchmarks.Backtest;
using Governance.Benchmarks.Detection;
using Governance.Benchmarks.Detection.Nab;
using Governance.Benchmarks.Find;
using Governance.Benchmarks.Fleet;
using Governance.Benchmarks.Intake;
using Governance.Benchmarks.Messaging;
using Governance.Benchmarks.Store;

IReadOnlyList<Benchmark> benchmarks =
[
    new("store", "appends, reads and projections against a binary COPY of the same bytes", StoreBenchmark.RunAsync),
    new("intake", "observations over HTTP, durable, against the same anchor", IntakeBenchmark.RunAsync),
    new("decode", "the protobuf decoder alone against Google.Protobuf's parser", DecodeBenchmark.RunAsync),
    new("fleet", "false incidents a week, and how soon changes are found, beside others' detectors",
        FleetBenchmark.RunAsync),
    new("backtest", "detectors tried on the past against reading and unpacking the same segments",
        BacktestBenchmark.RunAsync),
    new("find", "searches over segments against reading the same segments in order", FindBenchmark.RunAsync),
    new("messaging", "local messages against a poller that takes one row at a time", MessagingBenchmark.RunAsync),
    new("timers", "lateness on an idle node, and what 100,000 pending timers cost", TimerCases.RunAsync),
    new("detection", "the default detector where the truth is known: false alarms, delay, speed",
        DetectionBenchmark.RunAsync),
    new("nab", "the default detector on labelled real streams, against the bars", NabBenchmark.RunAsync),
    new("cluster", "first and later starts of the embedded PostgreSQL", ClusterBenchmark.RunAsync),
];

if (BenchmarkOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Governance.Benchmarks -- NAME [options]");
    Console.Error.WriteLine("  --seconds N   length of each case (default 5)");
    Console.Error.WriteLine("  --only TEXT   only the groups of cases whose name contains it");
    Console.Error.WriteLine("  --events N    size of the log in the cases about size (default 1,000,000)");
    Console.Error.WriteLine("  --days N      length of the simulated fleet's quiet time (default 30)");
    Console.Error.WriteLine("  --seeds N     repetitions of the simulated fleet (default 3)");
    Console.Error.WriteLine("  --data DIR    streams of nab (default ../shared/data/nab-dev)");
    Console.Error.WriteLine("  --results DIR result files of nab, one per stream");
    Console.Error.WriteLine("  --detector D  detector of nab (default, page-hinkley, adwin, kswin)");
    Console.Error.WriteLine("  --json FILE   writes the rows there too");
    return 2;
}

if (options.Name is null)
{
    foreach (var known in benchmarks)
        Console.WriteLine($"{known.Name,-10}{known.Summary}");
    return 0;
}

if (benchmarks.FirstOrDefault(known => known.Name == options.Name) is not { } benchmark)
{
    Console.Error.WriteLine($"There is no benchmark {options.Name}; without a name they are listed.");
    return 2;
}

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};
var cases = await benchmark.RunAsync(options, stopping.Token);
Report.Print(Console.Out, benchmark.Name, cases);
if (options.JsonFile is { } file)
    await Report.WriteJsonAsync(file, benchmark.Name, cases, stopping.Token);
return 0;
