-- Message templates: one row a version, which never changes but for its status.
CREATE TABLE IF NOT EXISTS ${prefix}template (
  tenant_id  varchar(100) NOT NULL,
  name       varchar(100) NOT NULL,
  version    integer NOT NULL,
  status     varchar(20) NOT NULL,
  document   ${text} NOT NULL,
  created_at timestamp(6) with time zone NOT NULL,
  created_by varchar(200) NOT NULL,
  PRIMARY KEY (tenant_id, name, version)
);
