-- The head of a queue, however long it is and however many have been in it.
CREATE INDEX IF NOT EXISTS ${prefix}instance_queue ON ${prefix}instance (tenant_id, workflow, concurrency_key, id) ${only concurrency_key IS NOT NULL AND state IN ('DRAFT', 'ACTIVE', 'PAUSED')};
