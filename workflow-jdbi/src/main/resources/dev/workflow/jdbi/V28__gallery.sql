-- Templates of workflows.
CREATE TABLE IF NOT EXISTS ${prefix}workflow_template (
  tenant_id  varchar(100) NOT NULL,
  template   varchar(100) NOT NULL,
  version    integer NOT NULL,
  shared     boolean NOT NULL,
  category   varchar(100) NOT NULL,
  document   ${text} NOT NULL,
  created_at timestamp(6) with time zone NOT NULL,
  created_by varchar(200) NOT NULL,
  PRIMARY KEY (tenant_id, template, version)
);
