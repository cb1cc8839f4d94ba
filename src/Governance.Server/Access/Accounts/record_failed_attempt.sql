update access_person
set failed_attempts = case when failed_attempts + 1 >= $2 then 0 else failed_attempts + 1 end,
    locked_until = case when failed_attempts + 1 >= $2 then $3 else locked_until end
where id = $1
