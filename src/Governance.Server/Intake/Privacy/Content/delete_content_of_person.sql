delete from intake_content where person = any($1)
