select person from access_sign_in_link where hash = $1 and used_at is null and expires_at > $2
