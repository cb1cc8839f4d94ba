delete from msg_circuit where destination = $1
