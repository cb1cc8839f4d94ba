update lease set until = '-infinity' where name = $1 and holder = $2 and epoch = $3
