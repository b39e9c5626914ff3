-- The addresses to which nothing is sent, or no marketing: one row for each reason.
CREATE TABLE IF NOT EXISTS ${prefix}suppression (
  tenant_id  varchar(100) NOT NULL,
  channel    varchar(100) NOT NULL,
  address    varchar(1000) NOT NULL,
  reason     varchar(20) NOT NULL,
  scope      varchar(20) NOT NULL,
  at         timestamp(6) with time zone NOT NULL,
  by_actor   varchar(200) NOT NULL,
  message_id uuid,
  note       varchar(2000),
  lifted_at  timestamp(6) with time zone,
  lifted_by  varchar(200),
  PRIMARY KEY (tenant_id, channel, address, reason)
);

-- Who agreed to be written to about what, append-only: the newest row of a topic holds.
CREATE TABLE IF NOT EXISTS ${prefix}consent (
  tenant_id varchar(100) NOT NULL,
  channel   varchar(100) NOT NULL,
  address   varchar(1000) NOT NULL,
  topic     varchar(100) NOT NULL,
  id        uuid NOT NULL,
  state     varchar(20) NOT NULL,
  at        timestamp(6) with time zone NOT NULL,
  by_actor  varchar(200) NOT NULL,
  evidence  varchar(2000),
  PRIMARY KEY (tenant_id, channel, address, topic, id)
);

-- What providers reported: the key makes each report count once. No message: not known, or not known yet.
CREATE TABLE IF NOT EXISTS ${prefix}delivery (
  tenant_id   varchar(100) NOT NULL,
  channel     varchar(100) NOT NULL,
  event_key   varchar(300) NOT NULL,
  provider_id varchar(2100) NOT NULL,
  message_id  uuid,
  state       varchar(20) NOT NULL,
  at          timestamp(6) with time zone NOT NULL,
  heard_at    timestamp(6) with time zone NOT NULL,
  code        varchar(300),
  reason      varchar(5000),
  refusal     varchar(20),
  PRIMARY KEY (tenant_id, channel, event_key)
);
CREATE INDEX IF NOT EXISTS ${prefix}delivery_message ON ${prefix}delivery (message_id, tenant_id) ${only message_id IS NOT NULL};
CREATE INDEX IF NOT EXISTS ${prefix}delivery_unknown ON ${prefix}delivery (heard_at) ${only message_id IS NULL};

-- To whom a message goes in the address's normal form, and when a message inside the application was read.
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS address varchar(1000);
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS read_at timestamp(6) with time zone;
UPDATE ${prefix}message SET address = lower(trim(recipient)) WHERE address IS NULL AND channel = 'email';
UPDATE ${prefix}message SET address = trim(recipient) WHERE address IS NULL;
CREATE INDEX IF NOT EXISTS ${prefix}message_address ON ${prefix}message (address, channel, tenant_id, id);
CREATE INDEX IF NOT EXISTS ${prefix}message_unread ON ${prefix}message (address, tenant_id, id) ${only channel = 'in_app' AND read_at IS NULL};
