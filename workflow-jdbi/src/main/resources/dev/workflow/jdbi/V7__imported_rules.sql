-- Rows of the host's table of notification rules that were imported into workflows.
CREATE TABLE IF NOT EXISTS ${prefix}imported_rule (
  tenant_id        varchar(100) NOT NULL,
  workflow         varchar(100) NOT NULL,
  trigger_name     ${text} NOT NULL,
  channel          ${text} NOT NULL,
  audience         ${text} NOT NULL,
  enabled          boolean NOT NULL,
  delay_minutes    integer NOT NULL,
  lead_enabled     boolean,
  quote_recipients ${text},
  template         ${text},
  others           ${text} NOT NULL,
  document         ${text} NOT NULL,
  version          integer NOT NULL,
  vanished         boolean NOT NULL,
  at               timestamp(6) with time zone NOT NULL,
  by_actor         varchar(200) NOT NULL,
  PRIMARY KEY (tenant_id, workflow)
);

-- The same for those who read the old table: enabled is whether the workflow is so at present.
CREATE OR REPLACE VIEW ${prefix}notification_rule AS
SELECT r.tenant_id, r.trigger_name AS trigger, r.channel, r.audience,
  EXISTS (
    SELECT 1 FROM ${prefix}definition d
    WHERE d.tenant_id = r.tenant_id AND d.workflow = r.workflow AND ${enabled}
    AND d.version = (
      SELECT max(n.version) FROM ${prefix}definition n
      WHERE n.tenant_id = r.tenant_id AND n.workflow = r.workflow AND n.status = 'PUBLISHED')
  ) AS enabled,
  r.delay_minutes, r.lead_enabled, r.quote_recipients, r.template, r.others, r.workflow
FROM ${prefix}imported_rule r
WHERE NOT r.vanished;
