using Governance.Postgres;
using Governance.Tests.House;

namespace Governance.Tests.Postgres;

public sealed class SchemaFileTests
{
    private const string Header =
        """
        -- The whole schema, for reading and for a database made by hand: every migration, one after the other.
        -- Made from the migrations; never edit it. GOVERNANCE_UPDATE_SNAPSHOTS=1 with the tests writes it anew.

        """;

    [Fact]
    public void Schema_sql_is_every_migration_in_order()
    {
        var file = Path.Combine(Checkout.Root, "migrations", "schema.sql");
        var expected = Header + string.Concat(
            Migrations.All.Select(migration => $"\n-- ==== {migration.Name}\n\n{migration.Text.TrimEnd()}\n"));
        if (Environment.GetEnvironmentVariable("GOVERNANCE_UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(file, expected);
        File.ReadAllText(file).ShouldBe(
            expected, "migrations/schema.sql is behind; run this test with GOVERNANCE_UPDATE_SNAPSHOTS=1.");
    }
}
