insert into audit_checkpoint (size, root, note)
select $2, $3, $4 where $1 = coalesce((select max(size) from audit_checkpoint), 0)
on conflict (size) do nothing
returning size
