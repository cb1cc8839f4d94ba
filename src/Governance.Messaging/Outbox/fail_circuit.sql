insert into msg_circuit (destination, failures, error) values ($1, 1, $2)
on conflict (destination) do update set
    failures = msg_circuit.failures + 1,
    open_until = case when msg_circuit.failures + 1 >= $3 then clock_timestamp() + $4 end,
    error = excluded.error,
    failed_at = clock_timestamp()
