update lease set until = clock_timestamp() + $4
from unnest($2::text[], $3::bigint[]) as mine(name, epoch)
where lease.name = mine.name and lease.epoch = mine.epoch and lease.holder = $1
returning lease.name
