-- Where a message comes from, when it is to be sent apart from the dispatcher's lease, what its last failure was about, who changed it.
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS workflow varchar(100);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS concurrency_key varchar(1000);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS first_recipient varchar(1000);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS planned_at timestamp(6) with time zone;
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS failure_scope varchar(20);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS failure_code varchar(300);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS changed_by varchar(200);

UPDATE ${prefix}message SET planned_at = due_at WHERE due_at IS NOT NULL AND planned_at IS NULL;
UPDATE ${prefix}message SET
  workflow = (SELECT i.workflow FROM ${prefix}instance i WHERE i.tenant_id = ${prefix}message.tenant_id AND i.id = instance_id),
  concurrency_key = (SELECT i.concurrency_key FROM ${prefix}instance i WHERE i.tenant_id = ${prefix}message.tenant_id AND i.id = instance_id)
WHERE workflow IS NULL AND instance_id IS NOT NULL;

-- What is still to be sent, in its order, and the dead letters.
CREATE INDEX IF NOT EXISTS ${prefix}message_planned ON ${prefix}message (planned_at, id) ${only planned_at IS NOT NULL};
CREATE INDEX IF NOT EXISTS ${prefix}message_failed ON ${prefix}message (state, id) ${only state = 'FAILED'};
