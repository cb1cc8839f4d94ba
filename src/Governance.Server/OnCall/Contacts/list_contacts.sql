select id, person, channel, address, routing_key, pager_user from oncall_contact order by person, added_at limit $1
