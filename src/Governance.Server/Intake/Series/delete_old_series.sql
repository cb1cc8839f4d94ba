delete from intake_series where at < $1
