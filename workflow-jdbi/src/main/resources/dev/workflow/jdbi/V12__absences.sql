-- Who is away until when: what becomes due before then waits.
CREATE TABLE IF NOT EXISTS ${prefix}absence (
  tenant_id  varchar(100) NOT NULL,
  channel    varchar(100) NOT NULL,
  address    varchar(1000) NOT NULL,
  until_at   timestamp(6) with time zone NOT NULL,
  since_at   timestamp(6) with time zone NOT NULL,
  message_id uuid,
  PRIMARY KEY (tenant_id, channel, address)
);
CREATE INDEX IF NOT EXISTS ${prefix}absence_until ON ${prefix}absence (until_at);
