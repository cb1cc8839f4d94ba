using System.Security.Cryptography;
using System.Text.Json;
using Governance.EventSourcing;
using Governance.EventSourcing.Erasure;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Store;

/// <summary>Erasing is destroying a key: nothing in the log changes, and nothing comes back with a backup.</summary>
public sealed class ErasureTests : IAsyncLifetime
{
    private const string Anna = "subject-1";
    private const string Ben = "subject-2";
    private static readonly AppendMetadata s_by = new("officer");

    private readonly string _folder = Directory.CreateTempSubdirectory("governance-keys-").FullName;
    private TestDatabase _database = null!;
    private EventStore _store = null!;
    private PersonalData _personal = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Keys => Path.Combine(_folder, "store");

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _store = _database.OpenStore();
        _personal = new PersonalData(_store, new KeyFolder(Keys));
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_erased_text_reads_erased_and_every_hash_stays_valid()
    {
        await WriteAsync("note-1", Anna, "Anna said so");
        await WriteAsync("note-2", Ben, "Ben did not");
        (await ReadAsync("note-1")).ShouldBe("Anna said so");
        (await _database.ScalarAsync<bool>("select bool_or(data::text like '%said so%') from mt_events"))
            .ShouldBeFalse();

        (await _personal.EraseAsync(Anna, s_by, Ct)).ShouldBeTrue();
        (await ReadAsync("note-1")).ShouldBe(PersonalData.Erased);
        (await ReadAsync("note-2")).ShouldBe("Ben did not");
        await _database.ShouldBeCompleteAsync();
        (await _personal.EraseAsync(Anna, s_by, Ct)).ShouldBeFalse("there is nothing left to erase");
        (await _personal.ReplayAsync(Ct)).ShouldBe(0);
        (await _store.FetchStreamAsync("erasures", ct: Ct)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_sealed_after_an_erasure_has_another_key()
    {
        var before = _personal.Seal(Anna, "before");
        await _personal.EraseAsync(Anna, s_by, Ct);
        var after = _personal.Seal(Anna, "after");
        (_personal.Open(before), _personal.Open(after)).ShouldBe((PersonalData.Erased, "after"));
        (_personal.IsErased(before), _personal.IsErased(after)).ShouldBe((true, false));
    }

    [Fact]
    public async Task Keys_that_come_back_with_a_backup_are_destroyed_again_before_anything_is_served()
    {
        var note = _personal.Seal(Anna, "Anna said so");
        var backup = Path.Combine(_folder, "backup");
        Copy(Keys, backup);
        await _personal.EraseAsync(Anna, s_by, Ct);
        Directory.Delete(Keys, recursive: true);
        Copy(backup, Keys);
        _personal.Open(note).ShouldBe("Anna said so", "this is what a restore would bring back");

        await using var host = await GovernanceHost.StartAsync([$"--Erasure:KeyFolder={Keys}"], _database, _folder);
        var served = host.Services.GetRequiredService<PersonalData>();
        served.Open(note).ShouldBe(PersonalData.Erased);
        Directory.EnumerateFiles(Path.Combine(Keys, "keys")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_from_an_old_backup_learns_again_what_was_erased()
    {
        _personal.Seal(Anna, "Anna said so");
        await _personal.EraseAsync(Anna, s_by, Ct);
        await using var restored = await TestDatabase.CreateAsync();
        var store = restored.OpenStore();
        var personal = new PersonalData(store, new KeyFolder(Keys));
        (await personal.ReplayAsync(Ct)).ShouldBe(1);
        (await personal.ReplayAsync(Ct)).ShouldBe(0);
        (await store.FetchStreamAsync("erasures", ct: Ct)).Single().Id
            .ShouldBe((await _store.FetchStreamAsync("erasures", ct: Ct)).Single().Id);
    }

    [Fact]
    public async Task An_erasure_cut_off_after_its_journal_is_finished_by_the_next_start()
    {
        await WriteAsync("note-1", Anna, "Anna said so");
        var key = Directory.EnumerateFiles(Path.Combine(Keys, "keys")).ShouldHaveSingleItem();
        await File.WriteAllBytesAsync(Path.Combine(Keys, "erased", Path.GetFileName(key)), [], Ct);
        (await ReadAsync("note-1")).ShouldBe(PersonalData.Erased);
        (await _personal.ReplayAsync(Ct)).ShouldBe(1);
        File.Exists(key).ShouldBeFalse();
    }

    [Fact]
    public void Only_their_user_reads_the_keys_and_no_name_tells_whose_they_are()
    {
        _personal.Seal(Anna, "Anna said so");
        var files = Directory.EnumerateFiles(Keys, "*", SearchOption.AllDirectories).ToList();
        files.Count.ShouldBe(2);
        files.ShouldAllBe(file => !file.Contains(Anna));
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in files)
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (File.GetUnixFileMode(Keys) & (UnixFileMode)0b000_111_111).ShouldBe(UnixFileMode.None);
    }

    [Fact]
    public async Task Many_at_once_get_one_key_for_one_subject()
    {
        var sealings = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(n => Task.Run(() => _personal.Seal(Anna, $"{n}"), Ct)));
        sealings.Select(_personal.Open).ShouldBe(Enumerable.Range(0, 16).Select(n => $"{n}"));
        Directory.EnumerateFiles(Path.Combine(Keys, "keys")).Count().ShouldBe(1);
    }

    [Fact]
    public void A_text_that_was_altered_or_never_sealed_is_not_read()
    {
        var text = _personal.Seal(Anna, "Anna said so");
        Should.Throw<CryptographicException>(() => _personal.Open(text[..^6] + "AAAA=="));
        Should.Throw<FormatException>(() => _personal.Open("Anna said so"));
        Should.Throw<ArgumentException>(() => new KeyFolder(Keys).Destroy("../secret"));
    }

    private Task WriteAsync(string stream, string subject, string text)
    {
        var note = JsonSerializer.Serialize(new { text = _personal.Seal(subject, text) });
        return _store.AppendAsync(Facts.To(stream, facts: Facts.Fact(note)), Ct);
    }

    private async Task<string> ReadAsync(string stream)
    {
        var note = (await _store.FetchStreamAsync(stream, ct: Ct)).Single();
        return _personal.Open(JsonDocument.Parse(note.Data).RootElement.GetProperty("text").GetString()!);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
