-- Who is away, and who does their tasks meanwhile.
CREATE TABLE IF NOT EXISTS ${prefix}substitution (
  tenant_id  varchar(100) NOT NULL,
  id         uuid NOT NULL,
  actor      varchar(200) NOT NULL,
  starts_at  timestamp(6) with time zone NOT NULL,
  ends_at    timestamp(6) with time zone NOT NULL,
  substitute varchar(200),
  PRIMARY KEY (tenant_id, id)
);
