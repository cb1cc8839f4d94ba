select count(*) from access_person
