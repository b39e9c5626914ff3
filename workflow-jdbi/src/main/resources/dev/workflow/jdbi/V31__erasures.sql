-- What was erased of subjects, and when: no data of theirs but their id.
CREATE TABLE IF NOT EXISTS ${prefix}erasure (
  tenant_id    varchar(100) NOT NULL,
  id           uuid NOT NULL,
  subject_type varchar(100) NOT NULL,
  subject_id   varchar(200) NOT NULL,
  actor        varchar(200) NOT NULL,
  begun_at     timestamp(6) with time zone NOT NULL,
  ended_at     timestamp(6) with time zone,
  cancelled    bigint NOT NULL,
  instances    bigint NOT NULL,
  messages     bigint NOT NULL,
  events       bigint NOT NULL,
  findings     bigint NOT NULL,
  override     boolean NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX IF NOT EXISTS ${prefix}erasure_subject ON ${prefix}erasure (tenant_id, subject_type, subject_id, id);
CREATE INDEX IF NOT EXISTS ${prefix}erasure_open ON ${prefix}erasure (begun_at) ${only ended_at IS NULL};
