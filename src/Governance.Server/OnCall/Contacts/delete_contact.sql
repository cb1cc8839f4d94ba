delete from oncall_contact where id = $1
