-- An index beside a primary key does not begin with tenant_id: without statistics, as in a young
-- database, PostgreSQL would use it with the tenant alone where the primary key finds one row.

-- Definitions: one row a version, version 0 is the draft.
CREATE TABLE IF NOT EXISTS ${prefix}definition (
  tenant_id  varchar(100) NOT NULL,
  workflow   varchar(100) NOT NULL,
  version    integer NOT NULL,
  status     varchar(20) NOT NULL,
  document   ${text} NOT NULL,
  created_at timestamp(6) with time zone NOT NULL,
  created_by varchar(200) NOT NULL,
  PRIMARY KEY (tenant_id, workflow, version)
);

-- Revision numbers per tenant: other nodes see by them that something has changed.
CREATE TABLE IF NOT EXISTS ${prefix}revision (
  tenant_id varchar(100) NOT NULL,
  concern   varchar(20) NOT NULL,
  revision  bigint NOT NULL,
  PRIMARY KEY (tenant_id, concern)
);

-- Accepted events: the id makes publishing idempotent.
CREATE TABLE IF NOT EXISTS ${prefix}event (
  tenant_id    varchar(100) NOT NULL,
  id           varchar(200) NOT NULL,
  type         varchar(100) NOT NULL,
  subject_type varchar(100),
  subject_id   varchar(200),
  accepted_at  timestamp(6) with time zone NOT NULL,
  body         ${text} NOT NULL,
  receipt      ${text},
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX IF NOT EXISTS ${prefix}event_time ON ${prefix}event (tenant_id, accepted_at, id);

CREATE TABLE IF NOT EXISTS ${prefix}dedupe (
  tenant_id  varchar(100) NOT NULL,
  workflow   varchar(100) NOT NULL,
  dedupe_key varchar(1000) NOT NULL,
  until_at   timestamp(6) with time zone,
  PRIMARY KEY (tenant_id, workflow, dedupe_key)
);

-- Instances: the narrow, hot row. What happened is in the journal.
CREATE TABLE IF NOT EXISTS ${prefix}instance (
  tenant_id        varchar(100) NOT NULL,
  id               uuid NOT NULL,
  workflow         varchar(100) NOT NULL,
  workflow_version integer NOT NULL,
  subject_type     varchar(100),
  subject_id       varchar(200),
  event_id         varchar(200),
  input            ${text},
  parent           varchar(400),
  concurrency_key  varchar(1000),
  created_at       timestamp(6) with time zone NOT NULL,
  state            varchar(20) NOT NULL,
  outcome          varchar(40),
  revision         bigint NOT NULL,
  owner            varchar(300),
  due_at           timestamp(6) with time zone,
  ended_at         timestamp(6) with time zone,
  PRIMARY KEY (tenant_id, id)
) ${updated_often};
CREATE INDEX IF NOT EXISTS ${prefix}instance_due ON ${prefix}instance (due_at, id) ${only due_at IS NOT NULL};
CREATE INDEX IF NOT EXISTS ${prefix}instance_subject ON ${prefix}instance (subject_id, subject_type, tenant_id);
CREATE INDEX IF NOT EXISTS ${prefix}instance_concurrency ON ${prefix}instance (concurrency_key, workflow, tenant_id) ${only concurrency_key IS NOT NULL};

-- Everything that happened to an instance, append-only, seq orders all writers.
CREATE TABLE IF NOT EXISTS ${prefix}journal (
  tenant_id   varchar(100) NOT NULL,
  instance_id uuid NOT NULL,
  seq         integer NOT NULL,
  at          timestamp(6) with time zone NOT NULL,
  body        ${text} NOT NULL,
  PRIMARY KEY (tenant_id, instance_id, seq)
);

-- Steps that wait for an event.
CREATE TABLE IF NOT EXISTS ${prefix}waiter (
  tenant_id   varchar(100) NOT NULL,
  instance_id uuid NOT NULL,
  step        varchar(200) NOT NULL,
  event_type  varchar(100) NOT NULL,
  wait_key    varchar(1000) NOT NULL,
  PRIMARY KEY (tenant_id, instance_id, step)
);
CREATE INDEX IF NOT EXISTS ${prefix}waiter_event ON ${prefix}waiter (wait_key, event_type, tenant_id);

-- Open steps that people can do.
CREATE TABLE IF NOT EXISTS ${prefix}task (
  tenant_id    varchar(100) NOT NULL,
  instance_id  uuid NOT NULL,
  step         varchar(200) NOT NULL,
  action       varchar(100) NOT NULL,
  label        varchar(10000) NOT NULL,
  workflow     varchar(100) NOT NULL,
  subject_type varchar(100),
  subject_id   varchar(200),
  state        varchar(20) NOT NULL,
  role         varchar(200),
  assignee     varchar(200),
  claimed_by   varchar(200),
  ready_at     timestamp(6) with time zone NOT NULL,
  due_at       timestamp(6) with time zone,
  PRIMARY KEY (tenant_id, instance_id, step)
);
CREATE INDEX IF NOT EXISTS ${prefix}task_due ON ${prefix}task (tenant_id, due_at, ready_at);

-- The outbox.
CREATE TABLE IF NOT EXISTS ${prefix}message (
  tenant_id       varchar(100) NOT NULL,
  id              uuid NOT NULL,
  idempotency_key varchar(500) NOT NULL,
  instance_id     uuid,
  step            varchar(200),
  subject_type    varchar(100),
  subject_id      varchar(200),
  channel         varchar(100) NOT NULL,
  recipient       varchar(1000) NOT NULL,
  body            ${text} NOT NULL,
  state           varchar(20) NOT NULL,
  attempts        integer NOT NULL,
  revision        bigint NOT NULL,
  created_at      timestamp(6) with time zone NOT NULL,
  due_at          timestamp(6) with time zone,
  ended_at        timestamp(6) with time zone,
  result          ${text},
  PRIMARY KEY (tenant_id, id)
) ${updated_often};
CREATE UNIQUE INDEX IF NOT EXISTS ${prefix}message_once ON ${prefix}message (idempotency_key, tenant_id);
CREATE INDEX IF NOT EXISTS ${prefix}message_due ON ${prefix}message (due_at, id) ${only due_at IS NOT NULL};
CREATE INDEX IF NOT EXISTS ${prefix}message_subject ON ${prefix}message (subject_id, subject_type, tenant_id);
CREATE INDEX IF NOT EXISTS ${prefix}message_instance ON ${prefix}message (instance_id, tenant_id);

-- Which workflow governs a subject.
CREATE TABLE IF NOT EXISTS ${prefix}assignment_override (
  tenant_id    varchar(100) NOT NULL,
  subject_type varchar(100) NOT NULL,
  subject_id   varchar(200) NOT NULL,
  workflow     varchar(100),
  by_actor     varchar(200) NOT NULL,
  at           timestamp(6) with time zone NOT NULL,
  reason       ${text},
  expires_at   timestamp(6) with time zone,
  PRIMARY KEY (tenant_id, subject_type, subject_id)
);
CREATE TABLE IF NOT EXISTS ${prefix}assignment_rule (
  tenant_id  varchar(100) NOT NULL,
  id         uuid NOT NULL,
  name       varchar(1000) NOT NULL,
  priority   integer NOT NULL,
  enabled    boolean NOT NULL,
  condition  ${text} NOT NULL,
  workflow   varchar(100) NOT NULL,
  created_at timestamp(6) with time zone NOT NULL,
  created_by varchar(200) NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE TABLE IF NOT EXISTS ${prefix}assignment_default (
  tenant_id varchar(100) NOT NULL,
  workflow  varchar(100),
  terms     ${text} NOT NULL,
  at        timestamp(6) with time zone NOT NULL,
  by_actor  varchar(200) NOT NULL,
  PRIMARY KEY (tenant_id)
);
