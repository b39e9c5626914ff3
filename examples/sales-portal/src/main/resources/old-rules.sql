CREATE TABLE notification_rules (
  id integer PRIMARY KEY,
  rule_trigger varchar(50), channel varchar(20), audience varchar(20), enabled boolean,
  delay_minutes integer, lead_enabled boolean, quote_recipients varchar(200), template varchar(50),
  remark varchar(200)
);
INSERT INTO notification_rules VALUES
  (1, 'lead_welcome', 'EMAIL', 'customer', true, 10, true, null, 'welcome', 'friendlier since spring'),
  (2, 'appointment', 'EMAIL', 'customer', true, 0, true, null, 'appointment', null),
  (3, 'quote_sent', 'EMAIL', 'agent', true, 0, null, 'AGENT, backoffice@portal.example', 'agent-note', null),
  (4, 'quote_accepted', 'EMAIL', 'customer', true, 0, null, 'CUSTOMER', 'accepted', null),
  (5, 'quote_rejected', 'EMAIL', 'customer', false, 0, null, 'CUSTOMER', 'rejected', 'nobody wants to read that');
