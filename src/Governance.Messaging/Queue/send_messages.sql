insert into msg_message (id, type, key, shard, body, claim)
select sent.id, sent.type, sent.key, sent.shard, sent.body,
    case
        when runs.epoch is null then 0
        when exists (select 1 from msg_message w where w.shard = sent.shard and w.claim = 0 and w.done_at is null)
            then 0
        else runs.epoch
    end
from unnest($1, $2, $3, $4, $5::json[], $6) with ordinality as sent (id, type, key, shard, body, epoch, place)
left join msg_shard runs on runs.shard = sent.shard and runs.epoch = sent.epoch
order by sent.place
on conflict (id) do nothing
returning id, seq, claim
