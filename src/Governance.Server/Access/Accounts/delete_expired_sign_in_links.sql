delete from access_sign_in_link where expires_at < $1
