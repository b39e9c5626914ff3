-- What could not be read or written: nothing else waits for it.
CREATE TABLE IF NOT EXISTS ${prefix}set_aside (
  tenant_id varchar(100) NOT NULL,
  kind      varchar(20) NOT NULL,
  id        uuid NOT NULL,
  reason    varchar(2100) NOT NULL,
  since_at  timestamp(6) with time zone NOT NULL,
  times     integer NOT NULL,
  retry_at  timestamp(6) with time zone,
  missed    ${text},
  PRIMARY KEY (tenant_id, kind, id)
);
CREATE INDEX IF NOT EXISTS ${prefix}set_aside_retry ON ${prefix}set_aside (retry_at);
