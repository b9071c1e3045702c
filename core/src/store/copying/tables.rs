//! Which tables and columns of a vault go over, and which stay behind.

use super::{Column, INTENT_AGE, INTENT_ENDED, Kind, PAUSE_LEFT, Table};

const ROOT_KEYS: &[Column] = &[text("root_key_id"), bytes("sentinel"), text("state"), number("created_at")];
/// The root keys of a vault that was left, as they are called there from then on.
pub(crate) const LEFT_ROOT_KEYS: &Table = &Table { name: "moved_root_keys", key: 1, columns: ROOT_KEYS };

/// What is copied, in this order. Keysets come last: whatever was sealed before they are read, its key is in them.
pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "meta",
        key: 1,
        columns: &[
            number("only_row"),
            number("schema_version"),
            number("oldest_reader"),
            bytes("environment_hash"),
            number("store_epoch"),
            number("earlier_epoch"),
        ],
    },
    Table { name: "root_keys", key: 1, columns: ROOT_KEYS },
    Table {
        name: "grants",
        key: 1,
        columns: &[
            text("id"),
            text("tenant_id"),
            text("config"),
            text("provider"),
            text("subject"),
            text("user_id"),
            text("label"),
            text("credential_type"),
            bytes("account_hash"),
            text("status"),
            text("reason"),
            number("generation"),
            number("revision"),
            number("fence"),
            number("committed_epoch"),
            bytes("key_id"),
            of(Kind::Sealed, "sealed"),
            number("expires_at"),
            number("refresh_at"),
            number("next_check_at"),
            number("last_used_at"),
            number("failed_attempts"),
            number("last_ok_at"),
            number("created_at"),
            number("updated_at"),
            number("record_version"),
            number("lease_epoch"),
            bytes("intent_digest"),
            of(Kind::Flag, "intent_is_recovery"),
            of(Kind::Length, PAUSE_LEFT),
            of(Kind::Length, INTENT_AGE),
            of(Kind::Length, INTENT_ENDED),
        ],
    },
    Table {
        name: "sessions",
        key: 1,
        columns: &[
            text("id"),
            text("tenant_id"),
            text("kind"),
            text("user_id"),
            text("config"),
            text("provider"),
            text("status"),
            text("step"),
            bytes("state_hash"),
            bytes("binding_hash"),
            bytes("resume_hash"),
            bytes("completion_hash"),
            number("revision"),
            number("created_at"),
            number("expires_at"),
            text("grant_id"),
            text("error_code"),
            bytes("key_id"),
            of(Kind::Sealed, "sealed"),
        ],
    },
    Table {
        name: "jobs",
        key: 2,
        columns: &[
            text("kind"),
            text("id"),
            text("tenant_id"),
            text("config"),
            number("due_at"),
            number("attempts"),
            bytes("key_id"),
            bytes("sealed"),
        ],
    },
    Table {
        name: "events",
        key: 1,
        columns: &[
            number("seq"),
            text("id"),
            text("event_type"),
            text("grant_id"),
            text("tenant_id"),
            text("user_id"),
            text("config"),
            text("provider"),
            text("status"),
            text("reason"),
            number("at"),
            text("session_id"),
            text("failure"),
        ],
    },
    Table {
        name: "audit",
        key: 1,
        columns: &[
            number("number"),
            text("kind"),
            number("at"),
            text("tenant_id"),
            text("user_id"),
            text("grant_id"),
            text("actor"),
            text("request"),
            text("key_id"),
            bytes("salt"),
            bytes("content"),
            bytes("signer"),
            bytes("mac"),
            bytes("erased"),
        ],
    },
    Table {
        name: "legacy_keys",
        key: 1,
        columns: &[
            bytes("key_id"),
            text("purpose"),
            text("tenant_id"),
            text("state"),
            text("root_key_id"),
            bytes("wrapped"),
            number("created_at"),
        ],
    },
    Table { name: "ended_keys", key: 1, columns: &[bytes("key_id"), number("ended_at"), number("destroyed_at")] },
    Table {
        name: "erasures",
        key: 2,
        columns: &[
            text("tenant_id"),
            number("erased_at"),
            of(Kind::List, "root_key_ids"),
            of(Kind::Flag, "is_backup_proof"),
            number("confirmed_at"),
        ],
    },
    Table {
        name: "keysets",
        key: 1,
        columns: &[
            text("tenant_id"),
            number("keyset_version"),
            text("root_key_id"),
            bytes("key_ids"),
            bytes("sealed"),
            number("changed_at"),
        ],
    },
];

/// What stays behind: it is about processes that have the vault open, or says again what the numbers and the schema of the target say. An
/// endpoint that is left alone for now says so again when it is asked.
pub(crate) const LEFT_BEHIND: &[&str] = &["processes", "changes", "positions", "authpipe", "endpoint_pauses"];

/// Columns that stay behind or travel as lengths.
#[cfg(test)]
pub(crate) const OF_ONE_STORE: &[&str] = &[
    "lease_owner",
    "lease_until",
    "lease_timed",
    "lease_boot",
    "lease_began",
    "lease_ends",
    "intent_sent_at",
    "intent_since",
    "next_attempt_at",
    "pause_boot",
    "pause_began",
    "pause_ends",
    "paused_until",
    "held_boot",
    "held_since",
    "held_until",
    "stored_generation",
    "stored_boot",
    "stored_at",
];

const fn number(name: &'static str) -> Column {
    Column { name, kind: Kind::Number }
}

const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

const fn bytes(name: &'static str) -> Column {
    Column { name, kind: Kind::Bytes }
}

const fn of(kind: Kind, name: &'static str) -> Column {
    Column { name, kind }
}
