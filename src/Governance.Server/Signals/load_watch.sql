select position, digest, body from signal_watch where deployment = $1
