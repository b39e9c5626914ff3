-- Tables, columns and indexes get the terms that the code and the glossary use. On H2 each statement is without effect when it is repeated.
ALTER TABLE IF EXISTS ${prefix}waiter RENAME TO ${prefix}event_subscription;
ALTER INDEX IF EXISTS ${prefix}waiter_pkey RENAME TO ${prefix}event_subscription_pkey;
ALTER INDEX IF EXISTS ${prefix}waiter_event RENAME TO ${prefix}event_subscription_lookup;
ALTER TABLE ${prefix}event_subscription ${rename_column} wait_key ${to_name} lookup_key;

ALTER TABLE IF EXISTS ${prefix}onward RENAME TO ${prefix}event_continuation;
ALTER INDEX IF EXISTS ${prefix}onward_pkey RENAME TO ${prefix}event_continuation_pkey;
ALTER INDEX IF EXISTS ${prefix}onward_due RENAME TO ${prefix}event_continuation_due;

ALTER TABLE IF EXISTS ${prefix}stop RENAME TO ${prefix}breaker;
ALTER INDEX IF EXISTS ${prefix}stop_pkey RENAME TO ${prefix}breaker_pkey;
ALTER TABLE ${prefix}breaker ${rename_column} by_actor ${to_name} actor;
ALTER TABLE ${prefix}breaker ${rename_column} since_at ${to_name} opened_at;
ALTER TABLE ${prefix}breaker ${rename_column} until_at ${to_name} retry_at;
ALTER TABLE ${prefix}breaker ${rename_column} probe ${to_name} trial_message_id;

ALTER TABLE ${prefix}dedupe ${rename_column} until_at ${to_name} expires_at;
ALTER TABLE ${prefix}limit ${rename_column} until_at ${to_name} expires_at;
ALTER INDEX IF EXISTS ${prefix}limit_until RENAME TO ${prefix}limit_expires;
ALTER TABLE ${prefix}absence ${rename_column} until_at ${to_name} ends_at;
ALTER TABLE ${prefix}absence ${rename_column} since_at ${to_name} reported_at;
ALTER INDEX IF EXISTS ${prefix}absence_until RENAME TO ${prefix}absence_ends;
ALTER TABLE ${prefix}set_aside ${rename_column} since_at ${to_name} set_aside_at;

ALTER TABLE ${prefix}message ${rename_column} first_recipient ${to_name} original_recipient;
ALTER TABLE ${prefix}message ${rename_column} follows ${to_name} fallback_for;
ALTER INDEX IF EXISTS ${prefix}message_follows RENAME TO ${prefix}message_fallback;
ALTER INDEX IF EXISTS ${prefix}message_given_up RENAME TO ${prefix}message_failed;
ALTER TABLE ${prefix}delivery ${rename_column} heard_at ${to_name} reported_at;

ALTER TABLE ${prefix}suppression ${rename_column} by_actor ${to_name} actor;
ALTER TABLE ${prefix}consent ${rename_column} by_actor ${to_name} actor;
ALTER TABLE ${prefix}assignment_override ${rename_column} by_actor ${to_name} actor;
ALTER TABLE ${prefix}assignment_default ${rename_column} by_actor ${to_name} actor;
ALTER TABLE ${prefix}assignment_change ${rename_column} by_actor ${to_name} actor;
ALTER TABLE ${prefix}imported_rule ${rename_column} by_actor ${to_name} actor;
UPDATE ${prefix}limit SET name = 'breaker:' || substring(name FROM 6) WHERE name LIKE 'stop:%';
