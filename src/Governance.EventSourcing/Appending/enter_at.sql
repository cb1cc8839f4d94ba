select es_enter_at($1, $2, $3)
