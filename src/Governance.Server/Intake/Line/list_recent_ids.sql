-- The newest ids first, up to what a process remembers; of this node's own only the position.
select position, case when node <> $2 then ids end
from (
    select position, node, ids, sum(octet_length(ids)) over (order by position desc) as remembered
    from intake_recent
    where position > $1 and at > $3
) recent
where remembered <= $4
order by position
