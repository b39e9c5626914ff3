-- What somebody has to look at.
CREATE TABLE IF NOT EXISTS ${prefix}finding (
  tenant_id    varchar(100) NOT NULL,
  id           uuid NOT NULL,
  kind         varchar(100) NOT NULL,
  instance_id  uuid,
  step         varchar(200),
  workflow     varchar(100),
  subject_type varchar(100),
  subject_id   varchar(200),
  since        timestamp(6) with time zone NOT NULL,
  settled_at   timestamp(6) with time zone,
  evidence     ${text} NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX IF NOT EXISTS ${prefix}finding_instance ON ${prefix}finding (tenant_id, instance_id);
