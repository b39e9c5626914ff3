-- Who may do a task, and when it is shown; and a row for each way in which it is found.
ALTER TABLE ${prefix}task ${rename_column} role ${to_name} roles;
ALTER TABLE ${prefix}task ALTER COLUMN roles SET DATA TYPE ${text};
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS actors ${text};
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS excluded ${text};
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS everybody boolean DEFAULT FALSE NOT NULL;
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS owner varchar(200);
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS follow_up_at timestamp(6) with time zone;
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS priority integer DEFAULT 50 NOT NULL;
UPDATE ${prefix}task SET everybody = roles IS NULL AND assignee IS NULL;

CREATE TABLE IF NOT EXISTS ${prefix}task_offer (
  tenant_id    varchar(100) NOT NULL,
  who          varchar(600) NOT NULL,
  due_at       timestamp(6) with time zone NOT NULL,
  rank         integer NOT NULL,
  ready_at     timestamp(6) with time zone NOT NULL,
  instance_id  uuid NOT NULL,
  step         varchar(200) NOT NULL,
  claimed_by   varchar(200),
  follow_up_at timestamp(6) with time zone,
  excluded     ${text},
  PRIMARY KEY (tenant_id, who, due_at, rank, ready_at, instance_id, step),
  FOREIGN KEY (tenant_id, instance_id, step) REFERENCES ${prefix}task (tenant_id, instance_id, step) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS ${prefix}task_offer_task ON ${prefix}task_offer (tenant_id, instance_id, step);
DROP INDEX IF EXISTS ${prefix}task_due;
DELETE FROM ${prefix}task_offer;

INSERT INTO ${prefix}task_offer (tenant_id, who, due_at, rank, ready_at, instance_id, step, claimed_by)
SELECT tenant_id, '', coalesce(due_at, timestamp with time zone '9999-12-31 00:00:00+00'), 50, ready_at, instance_id, step, claimed_by
FROM ${prefix}task;
INSERT INTO ${prefix}task_offer (tenant_id, who, due_at, rank, ready_at, instance_id, step, claimed_by)
SELECT tenant_id, 'on' || chr(10) || subject_type || chr(10) || subject_id, coalesce(due_at, timestamp with time zone '9999-12-31 00:00:00+00'), 50, ready_at, instance_id, step, claimed_by
FROM ${prefix}task WHERE subject_type IS NOT NULL;
INSERT INTO ${prefix}task_offer (tenant_id, who, due_at, rank, ready_at, instance_id, step, claimed_by)
SELECT tenant_id, 'holder' || chr(10) || coalesce(claimed_by, assignee), coalesce(due_at, timestamp with time zone '9999-12-31 00:00:00+00'), 50, ready_at, instance_id, step, claimed_by
FROM ${prefix}task WHERE coalesce(claimed_by, assignee, '') <> '';
INSERT INTO ${prefix}task_offer (tenant_id, who, due_at, rank, ready_at, instance_id, step, claimed_by)
SELECT tenant_id, 'actor' || chr(10) || claimed_by, coalesce(due_at, timestamp with time zone '9999-12-31 00:00:00+00'), 50, ready_at, instance_id, step, claimed_by
FROM ${prefix}task WHERE claimed_by IS NOT NULL;
INSERT INTO ${prefix}task_offer (tenant_id, who, due_at, rank, ready_at, instance_id, step, claimed_by)
SELECT tenant_id, 'actor' || chr(10) || assignee, coalesce(due_at, timestamp with time zone '9999-12-31 00:00:00+00'), 50, ready_at, instance_id, step, claimed_by
FROM ${prefix}task WHERE claimed_by IS NULL AND assignee <> '';
INSERT INTO ${prefix}task_offer (tenant_id, who, due_at, rank, ready_at, instance_id, step, claimed_by)
SELECT tenant_id, 'everybody', coalesce(due_at, timestamp with time zone '9999-12-31 00:00:00+00'), 50, ready_at, instance_id, step, claimed_by
FROM ${prefix}task WHERE claimed_by IS NULL AND everybody;
INSERT INTO ${prefix}task_offer (tenant_id, who, due_at, rank, ready_at, instance_id, step, claimed_by)
SELECT tenant_id, 'role' || chr(10) || roles, coalesce(due_at, timestamp with time zone '9999-12-31 00:00:00+00'), 50, ready_at, instance_id, step, claimed_by
FROM ${prefix}task WHERE claimed_by IS NULL AND assignee IS NULL AND roles IS NOT NULL;
INSERT INTO ${prefix}task_offer (tenant_id, who, due_at, rank, ready_at, instance_id, step, claimed_by)
SELECT tenant_id, 'role' || chr(10) || roles || chr(10) || subject_type || chr(10) || subject_id, coalesce(due_at, timestamp with time zone '9999-12-31 00:00:00+00'), 50, ready_at, instance_id, step, claimed_by
FROM ${prefix}task WHERE claimed_by IS NULL AND assignee IS NULL AND roles IS NOT NULL AND subject_type IS NOT NULL;
