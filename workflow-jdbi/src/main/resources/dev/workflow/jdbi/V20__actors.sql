-- To whom a step of a workflow was given at which turn; the row of the empty actor holds the number of the last turn.
CREATE TABLE IF NOT EXISTS ${prefix}turn (
  tenant_id varchar(100) NOT NULL,
  workflow  varchar(100) NOT NULL,
  step      varchar(100) NOT NULL,
  actor     varchar(200) NOT NULL,
  turn      bigint NOT NULL,
  PRIMARY KEY (tenant_id, workflow, step, actor)
);
