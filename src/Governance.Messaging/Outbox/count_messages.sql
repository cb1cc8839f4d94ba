select (select count(*) from msg_outbox where state = 'pending'), (select count(*) from msg_dead_letter)
