-- Subjects of which nothing may be removed.
CREATE TABLE IF NOT EXISTS ${prefix}legal_hold (
  tenant_id    varchar(100) NOT NULL,
  subject_type varchar(100) NOT NULL,
  subject_id   varchar(200) NOT NULL,
  reason       varchar(2000) NOT NULL,
  actor        varchar(200) NOT NULL,
  since        timestamp(6) with time zone NOT NULL,
  PRIMARY KEY (tenant_id, subject_type, subject_id)
);
