-- For whom and why a message is sent, what it goes together with, and what its provider said of it.
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS category varchar(20) DEFAULT 'FOLLOW_UP' NOT NULL;
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS audience varchar(100);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS template varchar(300);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS language varchar(100);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS person varchar(300);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS digest_key varchar(1000);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS follows uuid;
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS handling ${text};
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS provider_id varchar(2100);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS delivery varchar(20);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS delivery_at timestamp(6) with time zone;

-- A provider's callback finds the message, a digest its items, a message what stands in for it.
CREATE INDEX IF NOT EXISTS ${prefix}message_provider ON ${prefix}message (provider_id, tenant_id) ${only provider_id IS NOT NULL};
CREATE INDEX IF NOT EXISTS ${prefix}message_digest ON ${prefix}message (digest_key, recipient, tenant_id) ${only digest_key IS NOT NULL AND due_at IS NOT NULL};
CREATE INDEX IF NOT EXISTS ${prefix}message_follows ON ${prefix}message (follows, tenant_id) ${only follows IS NOT NULL};
