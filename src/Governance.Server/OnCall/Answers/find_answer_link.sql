select person, incident from oncall_answer_link where hash = $1 and used_at is null and expires_at > $2
