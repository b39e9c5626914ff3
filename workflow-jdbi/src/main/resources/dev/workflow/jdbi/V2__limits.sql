-- What limits remember, such as the turns that a rate limit has given: one row a limit.
CREATE TABLE IF NOT EXISTS ${prefix}limit (
  tenant_id varchar(100) NOT NULL,
  name      varchar(120) NOT NULL,
  state     varchar(4000) NOT NULL,
  PRIMARY KEY (tenant_id, name)
) ${updated_often};

-- For claims that go round the tenants and their workflows.
CREATE INDEX IF NOT EXISTS ${prefix}instance_lane ON ${prefix}instance (tenant_id, workflow, due_at, id) ${only due_at IS NOT NULL};
