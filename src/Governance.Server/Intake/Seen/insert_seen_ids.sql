insert into intake_seen (position, at, node, deployment, ids)
select $1 + block.ordinal, $2, $3, block.deployment, block.ids
from unnest($4::int[], $5::text[], $6::bytea[]) as block (ordinal, deployment, ids)
