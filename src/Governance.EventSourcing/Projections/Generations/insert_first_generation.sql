insert into es_projection (name, version, generation, state)
select $1, $2, 1, 'live'
where not exists (select from es_projection where name = $1 and version = $2)
