-- Of this node's own blocks only the position.
select position, at, deployment, case when node <> $2 then ids end
from intake_seen
where position > $1 and at > $3
order by position
