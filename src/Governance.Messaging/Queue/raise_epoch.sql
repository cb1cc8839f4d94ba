insert into msg_shard (shard, epoch) values ($1, 1)
on conflict (shard) do update set epoch = msg_shard.epoch + 1
returning epoch
