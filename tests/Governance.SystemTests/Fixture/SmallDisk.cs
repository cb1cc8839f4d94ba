using System.Diagnostics;

namespace Governance.SystemTests.Fixture;

/// <summary>A real file system of one megabyte under one table, where this user may mount one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly string _table;
    private readonly string _folder;

    private SmallDisk(TestDatabase database, string table, string folder) =>
        (_database, _table, _folder) = (database, table, folder);

    private string Ballast => Path.Combine(_folder, "ballast");

    private string Space => $"space_{_database.Schema}";

    public static async Task<SmallDisk> MountAsync(TestDatabase database, string table)
    {
        var folder = Directory.CreateTempSubdirectory("governance-disk-").FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m,mode=0777", "tmpfs", folder) != 0)
            Assert.Skip("This user may not mount a file system.");
        var data = Path.Combine(folder, "data");
        Directory.CreateDirectory(data);
        await RunAsync("chown", "postgres:postgres", data);
        var disk = new SmallDisk(database, table, folder);
        await database.ExecuteAsync($"create tablespace {disk.Space} location '{data}'");
        await database.ExecuteAsync($"alter table {table} set tablespace {disk.Space}");
        return disk;
    }

    public async Task FillAsync()
    {
        await using var file = File.Create(Ballast);
        try
        {
            while (true)
                await file.WriteAsync(new byte[65_536], TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    public Task EmptyAsync()
    {
        File.Delete(Ballast);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await EmptyAsync();
        await _database.ExecuteAsync($"alter table {_table} set tablespace pg_default");
        await _database.ExecuteAsync($"drop tablespace {Space}");
        await RunAsync("umount", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<int> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            RedirectStandardError = true,
        })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
