update mt_events
   set data = replace(data::text, 'read the plan', 'rubber-stamped')::json
 where stream_id = $1
   and type = 'rollout.approval_given'
returning seq_id
