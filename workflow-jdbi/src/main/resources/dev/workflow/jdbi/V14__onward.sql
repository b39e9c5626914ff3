-- Events that concern more instances than one transaction may change: how far each has come.
CREATE TABLE IF NOT EXISTS ${prefix}onward (
  tenant_id varchar(100) NOT NULL,
  event_id  varchar(200) NOT NULL,
  after_id  uuid NOT NULL,
  due_at    timestamp(6) with time zone NOT NULL,
  PRIMARY KEY (tenant_id, event_id)
);
CREATE INDEX IF NOT EXISTS ${prefix}onward_due ON ${prefix}onward (due_at);
