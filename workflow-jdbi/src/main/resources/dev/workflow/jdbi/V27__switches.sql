-- Who enabled or disabled a workflow and when. The newest of a workflow holds, and if that is null, its document.
CREATE TABLE IF NOT EXISTS ${prefix}workflow_switch (
  tenant_id varchar(100) NOT NULL,
  workflow  varchar(100) NOT NULL,
  seq       integer NOT NULL,
  enabled   boolean,
  at        timestamp(6) with time zone NOT NULL,
  actor     varchar(200) NOT NULL,
  reason    ${text},
  PRIMARY KEY (tenant_id, workflow, seq)
);
-- The name of each published workflow in the form in which names are compared.
CREATE TABLE IF NOT EXISTS ${prefix}workflow_name (
  tenant_id varchar(100) NOT NULL,
  name      varchar(400) NOT NULL,
  workflow  varchar(100) NOT NULL,
  PRIMARY KEY (tenant_id, name)
);
CREATE INDEX IF NOT EXISTS ${prefix}workflow_name_workflow ON ${prefix}workflow_name (tenant_id, workflow);
