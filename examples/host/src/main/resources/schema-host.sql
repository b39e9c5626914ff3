CREATE TABLE IF NOT EXISTS host_tenant (
  id VARCHAR(100) PRIMARY KEY,
  name VARCHAR(200) NOT NULL,
  zone VARCHAR(60) NOT NULL,
  locale VARCHAR(35) NOT NULL
);
CREATE TABLE IF NOT EXISTS host_user (
  id VARCHAR(200) PRIMARY KEY,
  login VARCHAR(200) NOT NULL UNIQUE,
  name VARCHAR(200) NOT NULL,
  email VARCHAR(320),
  password VARCHAR(200)
);
CREATE TABLE IF NOT EXISTS host_membership (
  user_id VARCHAR(200) NOT NULL REFERENCES host_user,
  tenant VARCHAR(100) NOT NULL REFERENCES host_tenant,
  role VARCHAR(20) NOT NULL,
  PRIMARY KEY (user_id, tenant, role)
);
CREATE TABLE IF NOT EXISTS host_matter (
  tenant VARCHAR(100) NOT NULL REFERENCES host_tenant,
  id VARCHAR(200) NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (tenant, id)
);
CREATE TABLE IF NOT EXISTS host_matter_member (
  tenant VARCHAR(100) NOT NULL,
  matter VARCHAR(200) NOT NULL,
  user_id VARCHAR(200) NOT NULL REFERENCES host_user,
  role VARCHAR(20) NOT NULL,
  PRIMARY KEY (tenant, matter, user_id, role),
  FOREIGN KEY (tenant, matter) REFERENCES host_matter
);
CREATE INDEX IF NOT EXISTS host_matter_member_user ON host_matter_member (tenant, user_id);
CREATE TABLE IF NOT EXISTS host_token (
  id VARCHAR(36) PRIMARY KEY,
  hash VARCHAR(64) NOT NULL UNIQUE,
  user_id VARCHAR(200) NOT NULL REFERENCES host_user,
  name VARCHAR(200) NOT NULL,
  scopes VARCHAR(100) NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE
);
CREATE TABLE IF NOT EXISTS host_idempotency (
  id VARCHAR(64) PRIMARY KEY,
  request VARCHAR(64) NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  status INT,
  headers TEXT,
  body TEXT
);
CREATE INDEX IF NOT EXISTS host_idempotency_started ON host_idempotency (started_at);
CREATE TABLE IF NOT EXISTS host_draft_text (
  tenant VARCHAR(100) NOT NULL,
  workflow VARCHAR(100) NOT NULL,
  format VARCHAR(10) NOT NULL,
  body TEXT NOT NULL,
  revision VARCHAR(36) NOT NULL,
  engine_revision VARCHAR(36),
  saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
  saved_by VARCHAR(200) NOT NULL,
  PRIMARY KEY (tenant, workflow)
);
CREATE TABLE IF NOT EXISTS host_job (
  id VARCHAR(36) PRIMARY KEY,
  tenant VARCHAR(100) NOT NULL,
  kind VARCHAR(40) NOT NULL,
  what VARCHAR(200) NOT NULL,
  state VARCHAR(20) NOT NULL,
  done BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  failures TEXT NOT NULL,
  problem TEXT,
  started_by VARCHAR(200) NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  stop_asked BOOLEAN NOT NULL
);
CREATE INDEX IF NOT EXISTS host_job_started_by ON host_job (tenant, started_by, created_at);
CREATE TABLE IF NOT EXISTS host_callback_endpoint (
  hash VARCHAR(64) PRIMARY KEY,
  id VARCHAR(36) NOT NULL,
  tenant VARCHAR(100) NOT NULL,
  channel VARCHAR(40) NOT NULL,
  secret VARCHAR(500) NOT NULL,
  verify_token VARCHAR(100) NOT NULL,
  public_url VARCHAR(1000) NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  created_by VARCHAR(200) NOT NULL
);
CREATE TABLE IF NOT EXISTS host_secret (
  name VARCHAR(100) PRIMARY KEY,
  secret VARCHAR(200) NOT NULL
);
CREATE TABLE IF NOT EXISTS host_record (
  tenant VARCHAR(100) NOT NULL,
  type VARCHAR(200) NOT NULL,
  id VARCHAR(500) NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (tenant, type, id)
);
CREATE TABLE IF NOT EXISTS host_record_entry (
  id VARCHAR(36) PRIMARY KEY,
  tenant VARCHAR(100) NOT NULL,
  type VARCHAR(200),
  record VARCHAR(500),
  kind VARCHAR(20) NOT NULL,
  content TEXT NOT NULL,
  by_user VARCHAR(200) NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS host_record_entry_record ON host_record_entry (tenant, type, record, at);
CREATE TABLE IF NOT EXISTS host_call (
  tenant VARCHAR(100) NOT NULL,
  idempotency_key VARCHAR(500) NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (tenant, idempotency_key)
);
CREATE TABLE IF NOT EXISTS host_webhook_endpoint (
  hash VARCHAR(64) PRIMARY KEY,
  id VARCHAR(36) NOT NULL UNIQUE,
  tenant VARCHAR(100) NOT NULL REFERENCES host_tenant,
  kind VARCHAR(20) NOT NULL,
  provider VARCHAR(50) NOT NULL,
  signing_key VARCHAR(200) NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  created_by VARCHAR(200) NOT NULL
);
CREATE TABLE IF NOT EXISTS host_quote (
  tenant VARCHAR(100) NOT NULL REFERENCES host_tenant,
  id VARCHAR(36) NOT NULL,
  lead_id VARCHAR(200) NOT NULL,
  status VARCHAR(20) NOT NULL,
  body TEXT NOT NULL,
  token_hash VARCHAR(64) UNIQUE,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  sent_at TIMESTAMP WITH TIME ZONE,
  decided_at TIMESTAMP WITH TIME ZONE,
  reason VARCHAR(1000),
  PRIMARY KEY (tenant, id)
);
CREATE TABLE IF NOT EXISTS host_old_notification (
  idempotency_key VARCHAR(200) PRIMARY KEY,
  tenant VARCHAR(100) NOT NULL,
  event_id VARCHAR(200) NOT NULL,
  channel VARCHAR(100) NOT NULL,
  audience VARCHAR(100) NOT NULL
);
CREATE TABLE IF NOT EXISTS host_workflow (
  tenant VARCHAR(100) NOT NULL,
  workflow VARCHAR(100) NOT NULL,
  version INT NOT NULL,
  form VARCHAR(20) NOT NULL,
  written TEXT NOT NULL,
  PRIMARY KEY (tenant, workflow)
);
CREATE TABLE IF NOT EXISTS host_scheduled_task (
  tenant VARCHAR(100) NOT NULL,
  task VARCHAR(36) NOT NULL,
  config TEXT NOT NULL,
  PRIMARY KEY (tenant, task)
);
CREATE TABLE IF NOT EXISTS host_sent (
  idempotency_key VARCHAR(500) PRIMARY KEY,
  tenant VARCHAR(100) NOT NULL,
  channel VARCHAR(100) NOT NULL,
  recipient VARCHAR(500) NOT NULL,
  content TEXT NOT NULL,
  sent_at TIMESTAMP WITH TIME ZONE NOT NULL
);
