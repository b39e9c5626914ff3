-- Who archived a version, and who changed which rule or override.
ALTER TABLE ${prefix}definition ADD COLUMN IF NOT EXISTS archived_at timestamp(6) with time zone;
ALTER TABLE ${prefix}definition ADD COLUMN IF NOT EXISTS archived_by varchar(200);
CREATE TABLE IF NOT EXISTS ${prefix}assignment_change (
  tenant_id    varchar(100) NOT NULL,
  id           uuid NOT NULL,
  kind         varchar(30) NOT NULL,
  rule_id      uuid,
  subject_type varchar(100),
  subject_id   varchar(200),
  by_actor     varchar(200) NOT NULL,
  at           timestamp(6) with time zone NOT NULL,
  before       text,
  PRIMARY KEY (tenant_id, id)
);
