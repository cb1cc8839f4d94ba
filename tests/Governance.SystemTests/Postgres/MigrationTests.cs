using Governance.Postgres;
using Governance.Server.Shell;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Postgres;

public sealed class MigrationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_starting_nodes_apply_each_migration_once()
    {
        await using var database = await TestDatabase.CreateAsync(migrated: false);
        var applied = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Migrations.ApplyAsync(database.DataSource, Ct)));
        applied.SelectMany(names => names).ShouldBe(Migrations.All.Select(migration => migration.Name));
        (await Migrations.ApplyAsync(database.DataSource, Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_migration_changed_after_it_was_applied_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("update schema_migrations set sha256 = 'other' where name like '0002%'");
        (await Should.ThrowAsync<MigrationChangedException>(Migrations.ApplyAsync(database.DataSource, Ct)))
            .Message.ShouldContain("0002_eventsourcing_door");
    }

    [Fact]
    public async Task Every_migration_may_run_twice_and_schema_sql_is_all_of_them()
    {
        await using var migrated = await TestDatabase.CreateAsync();
        await using var scripted = await TestDatabase.CreateAsync(migrated: false);
        var script = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "migrations", "schema.sql"), Ct);
        await scripted.ExecuteAsync($"create schema {scripted.Schema}");
        await scripted.ExecuteAsync(script);
        var expected = await CatalogueAsync(migrated);
        var actual = await CatalogueAsync(scripted);
        expected.Except(actual).ShouldBeEmpty("migrations/schema.sql lacks what the migrations make");
        actual.Except(expected).ShouldBeEmpty("migrations/schema.sql makes what the migrations do not");
        foreach (var migration in Migrations.All)
            await migrated.ExecuteAsync(migration.Text);
        (await CatalogueAsync(migrated)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_applied_and_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(migrated: false);
        (await Migrations.PlanAsync(database.DataSource, Ct)).Select(migration => migration.Name)
            .ShouldBe(Migrations.All.Select(migration => migration.Name));
        (await database.ScalarAsync<bool>(
            $"select exists (select from pg_namespace where nspname = '{database.Schema}')")).ShouldBeFalse();

        string[] args =
        [
            $"--{RunningServer.DatabaseKey}={database.ConnectionString}",
            $"--{RunningServer.SchemaKey}={database.Schema}",
        ];
        await Migrations.ApplyAsync(database.DataSource, Ct);
        await database.ExecuteAsync("delete from schema_migrations where name like '0014%'");
        await using var said = new StringWriter();
        (await Housekeeping.MigrateAsync(args, dryRun: true, said, Ct)).ShouldBe(0);
        said.ToString().ShouldStartWith("0014_eventsourcing_neighbours  Marten and plain SQL beside us: Marten's");
        said.ToString().ShouldContain("would be applied");
        (await Migrations.PlanAsync(database.DataSource, Ct)).Count.ShouldBe(1);
        (await Housekeeping.MigrateAsync(args, dryRun: false, said, Ct)).ShouldBe(0);
        (await Migrations.PlanAsync(database.DataSource, Ct)).ShouldBeEmpty();
    }

    /// <summary>Columns, indexes, constraints, triggers and functions, without the schema's name.</summary>
    private static async Task<string[]> CatalogueAsync(TestDatabase database)
    {
        var lines = await database.ScalarAsync<string[]>(
            $$"""
            select array_agg(line order by line collate "C") from (
                select format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                    a.attnotnull, coalesce(pg_get_expr(d.adbin, d.adrelid), '')) line
                from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
                where c.relnamespace = '{{database.Schema}}'::regnamespace and c.relkind in ('r', 'p', 'v')
                    and c.relname <> 'schema_migrations'
                union all
                select indexdef from pg_indexes where schemaname = '{{database.Schema}}'
                    and tablename <> 'schema_migrations'
                union all
                select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
                where connamespace = '{{database.Schema}}'::regnamespace
                    and conrelid <> coalesce(to_regclass('schema_migrations')::oid, 0)
                union all
                select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
                where c.relnamespace = '{{database.Schema}}'::regnamespace and not t.tgisinternal
                union all
                select pg_get_functiondef(oid) from pg_proc where pronamespace = '{{database.Schema}}'::regnamespace
            ) catalogue
            """);
        return [.. lines.Select(line => line.Replace(database.Schema, "schema", StringComparison.Ordinal)).Order()];
    }
}
