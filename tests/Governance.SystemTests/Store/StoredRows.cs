using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store;

/// <summary>What must hold for every row, whoever wrote it.</summary>
internal static class StoredRows
{
    /// <summary>Hashes are those of the stored bytes, salts differ, positions are dense up to the head.</summary>
    public static async Task ShouldBeCompleteAsync(this TestDatabase database) =>
        (await database.ScalarAsync<bool>(
            """
            select bool_and(data_hash = sha256(salt || convert_to(data::text, 'UTF8'))
                and meta_hash = es_meta_hash(salt, id, causation_id, user_name, mt_dotnet_type, headers))
                and count(distinct salt) = count(*) and max(seq_id) = count(*)
                and max(seq_id) = (select position from es_head)
            from mt_events
            """)).ShouldBeTrue();
}
