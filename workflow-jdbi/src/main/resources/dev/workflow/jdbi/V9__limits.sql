-- Until when a limit is remembered: for as long as it has to be asked, such as what a person was sent.
ALTER TABLE ${prefix}limit ADD COLUMN IF NOT EXISTS until_at timestamp(6) with time zone;
CREATE INDEX IF NOT EXISTS ${prefix}limit_until ON ${prefix}limit (until_at) ${only until_at IS NOT NULL};
