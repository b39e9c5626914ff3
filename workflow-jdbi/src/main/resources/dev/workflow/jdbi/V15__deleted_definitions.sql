-- The highest version of each deleted definition, whose number is not given again.
CREATE TABLE IF NOT EXISTS ${prefix}deleted_definition (
  tenant_id varchar(100) NOT NULL,
  workflow  varchar(100) NOT NULL,
  version   integer NOT NULL,
  PRIMARY KEY (tenant_id, workflow)
);
