-- What is still to be sent, in narrow rows: a claim and a recorded outcome touch no index of the messages themselves. While a message is here, its revision and its doubt are those of this row.
CREATE TABLE IF NOT EXISTS ${prefix}message_queue (
  tenant_id   varchar(100) NOT NULL,
  id          uuid NOT NULL,
  channel     varchar(100) NOT NULL,
  recipient   varchar(1000) NOT NULL,
  digest_key  varchar(1000),
  planned_at  timestamp(6) with time zone NOT NULL,
  due_at      timestamp(6) with time zone,
  lease_until timestamp(6) with time zone,
  in_doubt    boolean NOT NULL,
  revision    bigint NOT NULL,
  PRIMARY KEY (tenant_id, id)
) ${as_queue};
INSERT INTO ${prefix}message_queue (tenant_id, id, channel, recipient, digest_key, planned_at, due_at, lease_until, in_doubt, revision)
SELECT m.tenant_id, m.id, m.channel, m.recipient, m.digest_key, m.planned_at, m.due_at, m.lease_until, m.in_doubt, m.revision
FROM ${prefix}message m
WHERE m.planned_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM ${prefix}message_queue q WHERE q.tenant_id = m.tenant_id AND q.id = m.id);
CREATE INDEX IF NOT EXISTS ${prefix}message_queue_due ON ${prefix}message_queue (due_at, id) ${only due_at IS NOT NULL};
CREATE INDEX IF NOT EXISTS ${prefix}message_queue_lane ON ${prefix}message_queue (channel, tenant_id, due_at, id) ${only due_at IS NOT NULL};
CREATE INDEX IF NOT EXISTS ${prefix}message_queue_planned ON ${prefix}message_queue (planned_at, id);
CREATE INDEX IF NOT EXISTS ${prefix}message_queue_digest ON ${prefix}message_queue (digest_key, recipient, tenant_id) ${only digest_key IS NOT NULL};

-- Under which ids providers know messages: a report finds its message.
CREATE TABLE IF NOT EXISTS ${prefix}provider_message (
  tenant_id   varchar(100) NOT NULL,
  provider_id varchar(2100) NOT NULL,
  channel     varchar(100) NOT NULL,
  message_id  uuid NOT NULL,
  PRIMARY KEY (tenant_id, provider_id, message_id)
);
INSERT INTO ${prefix}provider_message (tenant_id, provider_id, channel, message_id)
SELECT m.tenant_id, m.provider_id, m.channel, m.id
FROM ${prefix}message m
WHERE m.provider_id IS NOT NULL
  AND NOT EXISTS (
    SELECT 1 FROM ${prefix}provider_message p
    WHERE p.tenant_id = m.tenant_id AND p.provider_id = m.provider_id AND p.message_id = m.id);

-- Given up: the only state that is looked for.
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS failed boolean GENERATED ALWAYS AS (state = 'FAILED')${stored};
CREATE INDEX IF NOT EXISTS ${prefix}message_given_up ON ${prefix}message (tenant_id, id) ${only failed};
DROP INDEX IF EXISTS ${prefix}message_due;
DROP INDEX IF EXISTS ${prefix}message_lane;
DROP INDEX IF EXISTS ${prefix}message_planned;
DROP INDEX IF EXISTS ${prefix}message_failed;
DROP INDEX IF EXISTS ${prefix}message_digest;
DROP INDEX IF EXISTS ${prefix}message_provider;
