insert into oncall_contact (id, person, channel, address, routing_key, pager_user, added_at)
values ($1, $2, $3, $4, $5, $6, $7)
