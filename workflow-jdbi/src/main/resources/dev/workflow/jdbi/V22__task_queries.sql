-- Tasks are found by their workflow too, by roles and people they name while somebody has them, and from the oldest or newest on.
CREATE INDEX IF NOT EXISTS ${prefix}task_offer_ready ON ${prefix}task_offer (tenant_id, who, ready_at, instance_id, step);

INSERT INTO ${prefix}task_offer (tenant_id, who, due_at, rank, ready_at, instance_id, step, claimed_by, follow_up_at, excluded)
SELECT t.tenant_id, 'workflow' || chr(10) || t.workflow, coalesce(t.due_at, timestamp with time zone '9999-12-31 00:00:00+00'), 100 - t.priority, t.ready_at, t.instance_id, t.step, t.claimed_by, t.follow_up_at,
  CASE WHEN t.excluded IS NOT NULL THEN chr(10) || t.excluded || chr(10) END
FROM ${prefix}task t
WHERE NOT EXISTS (
  SELECT 1 FROM ${prefix}task_offer o
  WHERE o.tenant_id = t.tenant_id AND o.instance_id = t.instance_id AND o.step = t.step AND o.who = 'workflow' || chr(10) || t.workflow
);
INSERT INTO ${prefix}task_offer (tenant_id, who, due_at, rank, ready_at, instance_id, step, claimed_by, follow_up_at, excluded)
SELECT t.tenant_id, 'role of held' || chr(10) || t.roles, coalesce(t.due_at, timestamp with time zone '9999-12-31 00:00:00+00'), 100 - t.priority, t.ready_at, t.instance_id, t.step, t.claimed_by, t.follow_up_at,
  CASE WHEN t.excluded IS NOT NULL THEN chr(10) || t.excluded || chr(10) END
FROM ${prefix}task t
WHERE t.roles IS NOT NULL AND position(chr(10) IN t.roles) = 0 AND (t.claimed_by IS NOT NULL OR t.assignee IS NOT NULL) AND NOT EXISTS (
  SELECT 1 FROM ${prefix}task_offer o
  WHERE o.tenant_id = t.tenant_id AND o.instance_id = t.instance_id AND o.step = t.step AND o.who = 'role of held' || chr(10) || t.roles
);
INSERT INTO ${prefix}task_offer (tenant_id, who, due_at, rank, ready_at, instance_id, step, claimed_by, follow_up_at, excluded)
SELECT t.tenant_id, 'named' || chr(10) || t.owner, coalesce(t.due_at, timestamp with time zone '9999-12-31 00:00:00+00'), 100 - t.priority, t.ready_at, t.instance_id, t.step, t.claimed_by, t.follow_up_at,
  CASE WHEN t.excluded IS NOT NULL THEN chr(10) || t.excluded || chr(10) END
FROM ${prefix}task t
WHERE t.owner IS NOT NULL AND (t.claimed_by IS NOT NULL OR t.assignee IS NOT NULL) AND NOT EXISTS (
  SELECT 1 FROM ${prefix}task_offer o
  WHERE o.tenant_id = t.tenant_id AND o.instance_id = t.instance_id AND o.step = t.step AND o.who = 'named' || chr(10) || t.owner
);
