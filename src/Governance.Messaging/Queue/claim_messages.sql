with next as (
    select id from msg_message where shard = $1 and claim = 0 and done_at is null order by seq limit $3
)
update msg_message m set claim = $2
from next
where m.id = next.id and m.claim = 0 and exists (select 1 from msg_shard where shard = $1 and epoch = $2)
returning m.seq, m.id, m.type, m.key, m.body::text, m.position, m.attempts
