-- What starts by time, what came of each of its ticks, and of which of their instances there is news.
CREATE TABLE IF NOT EXISTS ${prefix}schedule (
  tenant_id  varchar(100) NOT NULL,
  id         uuid NOT NULL,
  name       varchar(200),
  workflow   varchar(100),
  ordinal    integer NOT NULL,
  document   ${text} NOT NULL,
  created_at timestamp(6) with time zone NOT NULL,
  created_by varchar(200) NOT NULL,
  state      varchar(20) NOT NULL,
  next_at    timestamp(6) with time zone,
  due_at     timestamp(6) with time zone,
  running    integer NOT NULL,
  queued     integer NOT NULL,
  retry_at   timestamp(6) with time zone,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS ${prefix}schedule_name ON ${prefix}schedule (tenant_id, name);
CREATE INDEX IF NOT EXISTS ${prefix}schedule_workflow ON ${prefix}schedule (tenant_id, workflow);
CREATE INDEX IF NOT EXISTS ${prefix}schedule_due ON ${prefix}schedule (due_at) ${only due_at IS NOT NULL};

CREATE TABLE IF NOT EXISTS ${prefix}tick (
  tenant_id   varchar(100) NOT NULL,
  schedule_id uuid NOT NULL,
  planned_at  timestamp(6) with time zone NOT NULL,
  kind        varchar(20) NOT NULL,
  state       varchar(20) NOT NULL,
  attempt     integer NOT NULL,
  instance_id uuid,
  started_at  timestamp(6) with time zone,
  ended_at    timestamp(6) with time zone,
  retry_at    timestamp(6) with time zone,
  output      ${text},
  reason      varchar(2100),
  actor       varchar(200),
  PRIMARY KEY (tenant_id, schedule_id, planned_at, kind)
);
CREATE INDEX IF NOT EXISTS ${prefix}tick_open ON ${prefix}tick (tenant_id, schedule_id, state, planned_at) ${only ended_at IS NULL};
CREATE INDEX IF NOT EXISTS ${prefix}tick_ended ON ${prefix}tick (tenant_id, ended_at) ${only ended_at IS NOT NULL};

CREATE TABLE IF NOT EXISTS ${prefix}tick_news (
  id          uuid PRIMARY KEY,
  tenant_id   varchar(100) NOT NULL,
  schedule_id uuid NOT NULL,
  planned_at  timestamp(6) with time zone NOT NULL,
  kind        varchar(20) NOT NULL,
  instance_id uuid NOT NULL
);
