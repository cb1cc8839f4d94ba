insert into es_projection (name, version, generation, state)
select $1, $2, max(generation) + 1, 'building' from es_projection where name = $1 and version = $2
on conflict do nothing
