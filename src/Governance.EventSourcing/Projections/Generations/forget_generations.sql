-- The last number given is remembered, so that none is given twice.
delete from es_projection as g
where name = $1 and version = $2 and state = 'dropped'
    and generation < (select max(generation) from es_projection where name = $1 and version = $2)
