select id, person, channel, address, routing_key, pager_user from oncall_contact where id = $1
