insert into lease (name, holder, until) values ($1, $2, clock_timestamp() + $3)
on conflict (name) do update set
    epoch = lease.epoch + (lease.holder <> excluded.holder or lease.until < clock_timestamp())::int,
    holder = excluded.holder,
    until = excluded.until
where lease.holder = excluded.holder or lease.until < clock_timestamp()
returning epoch, until
