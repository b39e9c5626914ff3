-- Finished tasks stay, with who has ended them and when.
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS ended_at timestamp(6) with time zone;
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS begun_at timestamp(6) with time zone;
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS ended_by varchar(200);
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS ended_for varchar(200);
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS answered_by ${text};
