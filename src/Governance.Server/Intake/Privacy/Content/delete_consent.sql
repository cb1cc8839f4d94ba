delete from intake_content_consent where deployment = $1
