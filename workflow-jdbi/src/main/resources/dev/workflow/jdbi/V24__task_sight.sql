-- Who sees a task, and by which values it is found.
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS audience varchar(20) DEFAULT 'ALL' NOT NULL;
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS helpers ${text};
ALTER TABLE ${prefix}task ADD COLUMN IF NOT EXISTS fields ${text};
