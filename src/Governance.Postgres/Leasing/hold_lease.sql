select 1 from lease where name = $1 and holder = $2 and epoch = $3 and until > clock_timestamp() for share
