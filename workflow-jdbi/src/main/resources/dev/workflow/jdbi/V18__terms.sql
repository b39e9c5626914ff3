-- Tables, columns and indexes get the terms that the code and the glossary use. On H2 each statement is without effect when it is repeated.
ALTER TABLE IF EXISTS ${prefix}waiter RENAME TO ${prefix}event_subscription;
ALTER INDEX IF EXISTS ${prefix}waiter_pkey RENAME TO ${prefix}event_subscription_pkey;
ALTER INDEX IF EXISTS ${prefix}waiter_event RENAME TO ${prefix}event_subscription_lookup;
ALTER TABLE ${prefix}event_subscription ${rename} wait_key ${to} lookup_key;

ALTER TABLE IF EXISTS ${prefix}onward RENAME TO ${prefix}event_continuation;
ALTER INDEX IF EXISTS ${prefix}onward_pkey RENAME TO ${prefix}event_continuation_pkey;
ALTER INDEX IF EXISTS ${prefix}onward_due RENAME TO ${prefix}event_continuation_due;

ALTER TABLE IF EXISTS ${prefix}stop RENAME TO ${prefix}breaker;
ALTER INDEX IF EXISTS ${prefix}stop_pkey RENAME TO ${prefix}breaker_pkey;
ALTER TABLE ${prefix}breaker ${rename} by_actor ${to} actor;
ALTER TABLE ${prefix}breaker ${rename} since_at ${to} opened_at;
ALTER TABLE ${prefix}breaker ${rename} until_at ${to} retry_at;
ALTER TABLE ${prefix}breaker ${rename} probe ${to} trial_message_id;

ALTER TABLE ${prefix}dedupe ${rename} until_at ${to} expires_at;
ALTER TABLE ${prefix}limit ${rename} until_at ${to} expires_at;
ALTER INDEX IF EXISTS ${prefix}limit_until RENAME TO ${prefix}limit_expires;
ALTER TABLE ${prefix}absence ${rename} until_at ${to} ends_at;
ALTER TABLE ${prefix}absence ${rename} since_at ${to} reported_at;
ALTER INDEX IF EXISTS ${prefix}absence_until RENAME TO ${prefix}absence_ends;
ALTER TABLE ${prefix}set_aside ${rename} since_at ${to} set_aside_at;

ALTER TABLE ${prefix}message ${rename} first_recipient ${to} original_recipient;
ALTER TABLE ${prefix}message ${rename} follows ${to} fallback_for;
ALTER INDEX IF EXISTS ${prefix}message_follows RENAME TO ${prefix}message_fallback;
ALTER INDEX IF EXISTS ${prefix}message_given_up RENAME TO ${prefix}message_failed;
ALTER TABLE ${prefix}delivery ${rename} heard_at ${to} reported_at;

ALTER TABLE ${prefix}suppression ${rename} by_actor ${to} actor;
ALTER TABLE ${prefix}consent ${rename} by_actor ${to} actor;
ALTER TABLE ${prefix}assignment_override ${rename} by_actor ${to} actor;
ALTER TABLE ${prefix}assignment_default ${rename} by_actor ${to} actor;
ALTER TABLE ${prefix}assignment_change ${rename} by_actor ${to} actor;
ALTER TABLE ${prefix}imported_rule ${rename} by_actor ${to} actor;
UPDATE ${prefix}limit SET name = 'breaker:' || substring(name FROM 6) WHERE name LIKE 'stop:%';
