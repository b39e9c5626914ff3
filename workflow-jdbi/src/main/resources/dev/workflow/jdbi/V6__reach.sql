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
