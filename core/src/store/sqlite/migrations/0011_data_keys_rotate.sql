-- Keys of tenants that another one has followed: what they have sealed is sealed again, and then they go.
CREATE INDEX tenant_keys_decrypt_only ON tenant_keys (key_id) WHERE state = 'decrypt_only';
