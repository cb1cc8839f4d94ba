select position, at, epoch from es_enter()
