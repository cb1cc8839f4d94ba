select person from oncall_contact where pager_user = $1
