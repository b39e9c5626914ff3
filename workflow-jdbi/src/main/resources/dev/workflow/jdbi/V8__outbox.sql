-- The lease of the dispatcher that has a message stands in no index: a claim changes the row in place, if its page has room. In doubt: the provider may have it.
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS lease_until timestamp(6) with time zone;
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS in_doubt boolean DEFAULT FALSE NOT NULL;
${leave_room_in_message}
UPDATE ${prefix}message SET lease_until = due_at, due_at = planned_at WHERE due_at > planned_at;

-- For claims that go round the channels and their tenants.
CREATE INDEX IF NOT EXISTS ${prefix}message_lane ON ${prefix}message (channel, tenant_id, due_at, id) ${only due_at IS NOT NULL};

-- What is stopped on the way out, an empty template: everything of the tenant on the channel.
CREATE TABLE IF NOT EXISTS ${prefix}stop (
  tenant_id varchar(100) NOT NULL,
  channel   varchar(100) NOT NULL,
  template  varchar(300) NOT NULL,
  scope     varchar(20),
  reason    ${text} NOT NULL,
  code      varchar(300),
  by_actor  varchar(200),
  since_at  timestamp(6) with time zone NOT NULL,
  until_at  timestamp(6) with time zone NOT NULL,
  failures  integer NOT NULL,
  probe     uuid,
  PRIMARY KEY (tenant_id, channel, template)
);
