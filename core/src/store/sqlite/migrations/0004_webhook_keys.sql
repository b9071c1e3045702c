-- Secrets of webhooks have keys of their own (`store/sqlite/columns.rs`): they stand beside what goes to the provider's API, not in its
-- place.
UPDATE grants SET subject = subject || '/webhook' WHERE credential_type = 'webhook_secret' AND subject IN ('user', 'tenant');
