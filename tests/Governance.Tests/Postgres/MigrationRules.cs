using System.Text.RegularExpressions;
using Governance.Postgres;

namespace Governance.Tests.Postgres;

/// <summary>
/// While a new version is rolled out, the previous binary works on the next schema. So a migration only adds: it never
/// takes away, renames or narrows what the previous binary reads or writes, and what it adds may be left out.
/// </summary>
public sealed partial class MigrationRules
{
    private static readonly (Regex Pattern, string Why)[] s_breaking =
    [
        (Dropping(), "the previous binary still uses it"),
        (Renaming(), "the previous binary knows it by its old name"),
        (Retyping(), "the previous binary reads and writes the old type"),
        (Demanding(), "the previous binary leaves it out"),
    ];

    [Fact]
    public void Every_migration_leaves_the_previous_binary_at_work() => (
        from migration in Migrations.All
        from offence in Offences(migration.Text)
        select $"{migration.Name}: {offence}").ShouldBeEmpty();

    [Fact]
    public void Every_migration_begins_with_what_it_is_for() =>
        Migrations.All.Where(migration => migration.Heading.Length < 10).ShouldBeEmpty();

    [Theory]
    [InlineData("drop table timer;")]
    [InlineData("alter table timer drop column due;")]
    [InlineData("drop function if exists es_lock();")]
    [InlineData("alter table timer rename column due to due_at;")]
    [InlineData("alter table timer rename to timers;")]
    [InlineData("alter table timer alter column due type text;")]
    [InlineData("alter table timer alter due set data type text;")]
    [InlineData("alter table timer alter column due set not null;")]
    [InlineData("alter table timer add column if not exists zone text not null;")]
    [InlineData("ALTER TABLE timer\n    ADD zone text NOT NULL;")]
    public void A_migration_that_breaks_the_previous_binary_is_found(string sql) => Offences(sql).ShouldNotBeEmpty();

    [Theory]
    [InlineData("alter table timer add column if not exists zone text;")]
    [InlineData("alter table timer add column if not exists zone text not null default 'utc';")]
    [InlineData("drop trigger if exists a on timer; drop index if exists b;")]
    [InlineData("create table if not exists a (b text not null); -- drop table timer")]
    [InlineData("create or replace function f() returns void language plpgsql as $$ begin drop table t; end $$;")]
    public void A_migration_that_only_adds_is_not(string sql) => Offences(sql).ShouldBeEmpty();

    private static IEnumerable<string> Offences(string text) =>
        from statement in Bodies().Replace(Comments().Replace(text, ""), "''").Split(';')
        from rule in s_breaking
        let match = rule.Pattern.Match(statement)
        where match.Success
        select $"\"{match.Value.Trim()}\": {rule.Why}; add beside it, and take away when no old binary is left.";

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Comments();

    // What a function does when it runs is no change of the schema.
    [GeneratedRegex(@"\$(\w*)\$.*?\$\1\$", RegexOptions.Singleline)]
    private static partial Regex Bodies();

    [GeneratedRegex(
        @"\bdrop\s+(?:table|column|schema|view|function|sequence|type)\b[^;]*"
        + @"|\balter\s+table\b[^;]*\bdrop\s+(?!constraint|not|default|identity|expression)\w+",
        RegexOptions.IgnoreCase)]
    private static partial Regex Dropping();

    [GeneratedRegex(@"\balter\s+\w+[^;]*\brename\b[^;]*", RegexOptions.IgnoreCase)]
    private static partial Regex Renaming();

    [GeneratedRegex(
        @"\balter\s+table\b[^;]*\balter\s+(?:column\s+)?\w+\s+(?:set\s+data\s+)?type\b[^;]*", RegexOptions.IgnoreCase)]
    private static partial Regex Retyping();

    [GeneratedRegex(
        @"\balter\s+table\b[^;]*\bset\s+not\s+null"
        + @"|\balter\s+table\b[^;]*\badd\s+(?!constraint)(?:(?!\bdefault\b|,)[^;])*\bnot\s+null"
        + @"(?![^;,]*\bdefault\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Demanding();
}
