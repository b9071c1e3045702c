// Generated from bindings-common by `cargo xtask types`. Do not edit.

/** Where a connection or an installation stands. */
export const GRANT_STATUSES = [
  'pending',
  'pending_approval',
  'active',
  'degraded',
  'needs_reauth',
  'suspended',
  'revoked',
] as const;

/** Where a session stands. */
export const SESSION_STATUSES = [
  'pending',
  'awaiting_completion',
  'complete',
  'cancelled',
  'failed',
  'expired',
] as const;

/** The codes of the handler, the same in all languages. A later version may have more. */
export type HandlerErrorCode =
  | 'config_invalid'
  | 'key_missing'
  | 'key_mismatch'
  | 'base_url_missing'
  | 'vault_unavailable'
  | 'vault_locked'
  | 'vault_newer'
  | 'vault_moved'
  | 'environment_mismatch'
  | 'restore_unconfirmed'
  | 'key_service_unavailable'
  | 'provider_unknown'
  | 'provider_not_configured'
  | 'provider_config_rejected'
  | 'not_connected'
  | 'installation_not_found'
  | 'installation_pending'
  | 'approval_required'
  | 'ambiguous_config'
  | 'user_id_required'
  | 'invalid_id'
  | 'invalid_request'
  | 'scope_not_allowed'
  | 'scope_unavailable'
  | 'credential_rejected'
  | 'reauth_required'
  | 'scope_missing'
  | 'admin_consent_required'
  | 'provider_unavailable'
  | 'provider_error'
  | 'tls_failed'
  | 'rate_limited'
  | 'timeout'
  | 'state_invalid'
  | 'session_expired'
  | 'session_binding_mismatch'
  | 'access_denied'
  | 'installation_claimed'
  | 'account_mismatch'
  | 'account_type_unsupported'
  | 'identity_required'
  | 'identify_failed'
  | 'identity_mismatch'
  | 'forbidden'
  | 'origin_not_allowed'
  | 'not_found'
  | 'method_not_allowed'
  | 'too_large'
  | 'closed'
  | 'forked'
  | 'internal'
  | 'runtime_unsupported';
