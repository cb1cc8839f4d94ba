select t.level, t.n, t.hashes
from unnest($1::smallint[], $2::bigint[]) as wanted (level, n)
join audit_tile t on t.level = wanted.level and t.n = wanted.n
