select position, at, type, stream, actor from audit_fact_v2
where position <= $1 and position < $2
    and ($3::text is null or type = $3)
    and ($4::text is null or actor = $4)
    and ($5::text is null or stream = $5)
    and ($6::timestamptz is null or at >= $6)
    and ($7::timestamptz is null or at <= $7)
    and ($8::text is null or position = $9 or starts_with(stream, $8) or strpos(type, $8) > 0 or starts_with(actor, $8))
order by position desc
limit $10
