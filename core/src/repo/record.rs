//! The plaintext of sealed records: JSON with a version, written and read nowhere else.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::base::{GrantId, Label, Secret, Timestamp, UserId};
use crate::model::grant::{Destination, ExternalAccount, GrantSecrets, GrantStatus, Material, OAuthTokens};
use crate::model::session::{ParkedAnswer, ProvenAdmin, SessionMode, SessionSecrets};

/// Large enough for every usual record, so that no unwiped copy is left behind by a growing buffer.
const BUFFER: usize = 32 * 1024;

/// A record that does not have the shape we write: it was sealed by us, so only a newer version explains it.
#[derive(Debug)]
pub(super) struct UnknownShape;

/// A secret inside a record. The only place where a [`Secret`] is serialised: its bytes go into the envelope.
struct Hidden(Secret<String>);

impl Serialize for Hidden {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

impl<'de> Deserialize<'de> for Hidden {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Hidden(Secret::new(String::deserialize(deserializer)?)))
    }
}

fn hide(secret: &Secret<String>) -> Hidden {
    Hidden(secret.clone())
}

fn hide_option(secret: Option<&Secret<String>>) -> Option<Hidden> {
    secret.map(hide)
}

fn reveal(hidden: Option<Hidden>) -> Option<Secret<String>> {
    hidden.map(|hidden| hidden.0)
}

#[derive(Serialize, Deserialize)]
struct AccountRecord {
    organisation: Option<String>,
    person: Option<String>,
    display: Option<String>,
}

impl From<&ExternalAccount> for AccountRecord {
    fn from(account: &ExternalAccount) -> Self {
        AccountRecord {
            organisation: account.organisation.clone(),
            person: account.person.clone(),
            display: account.display.clone(),
        }
    }
}

impl From<AccountRecord> for ExternalAccount {
    fn from(record: AccountRecord) -> Self {
        ExternalAccount { organisation: record.organisation, person: record.person, display: record.display }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum MaterialRecord {
    Oauth {
        access_token: Option<Hidden>,
        refresh_token: Option<Hidden>,
        scopes: Vec<String>,
        asked_scopes: Vec<String>,
        issued_at: Timestamp,
        expires_at: Option<Timestamp>,
        candidates: Vec<Hidden>,
    },
    Fields {
        fields: Vec<(String, Hidden)>,
    },
}

#[derive(Serialize, Deserialize)]
struct GrantRecord {
    v: u8,
    /// A copy of the columns: a row that was given to another user of its tenant does not open.
    user_id: Option<UserId>,
    label: Label,
    material: MaterialRecord,
    issuer: Option<String>,
    token_endpoint: String,
    client_id: String,
    api_origins: Vec<String>,
    variables: BTreeMap<String, String>,
    account: Option<AccountRecord>,
    status: String,
    reason: Option<String>,
    created_by: Option<UserId>,
    pending_since: Option<Timestamp>,
    /// Absent in records of before it was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pending_claims: Option<Hidden>,
    /// Absent in records that were written before there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paused_by: Option<String>,
}

/// Writes what is sealed of a grant.
pub(super) fn write_grant(secrets: &GrantSecrets, user_id: Option<&UserId>, label: &Label) -> Zeroizing<Vec<u8>> {
    let material = match &secrets.material {
        Material::OAuth(tokens) => MaterialRecord::Oauth {
            access_token: hide_option(tokens.access_token.as_ref()),
            refresh_token: hide_option(tokens.refresh_token.as_ref()),
            scopes: tokens.scopes.clone(),
            asked_scopes: tokens.asked_scopes.clone(),
            issued_at: tokens.issued_at,
            expires_at: tokens.expires_at,
            candidates: tokens.candidates.iter().map(hide).collect(),
        },
        Material::Fields(fields) => {
            MaterialRecord::Fields { fields: fields.iter().map(|(name, value)| (name.clone(), hide(value))).collect() }
        }
    };
    write(&GrantRecord {
        v: 1,
        user_id: user_id.cloned(),
        label: label.clone(),
        material,
        issuer: secrets.destination.issuer.clone(),
        token_endpoint: secrets.destination.token_endpoint.clone(),
        client_id: secrets.destination.client_id.clone(),
        api_origins: secrets.destination.api_origins.clone(),
        variables: secrets.destination.variables.clone(),
        account: secrets.account.as_ref().map(AccountRecord::from),
        status: secrets.status.as_str().to_owned(),
        reason: secrets.reason.clone(),
        created_by: secrets.created_by.clone(),
        pending_since: secrets.pending_since,
        pending_claims: hide_option(secrets.pending_claims.as_ref()),
        paused_by: secrets.paused_by.clone(),
    })
}

/// Reads what was sealed of a grant, which must be this user's under this label.
pub(super) fn read_grant(plaintext: &[u8], user_id: Option<&UserId>, label: &Label) -> Result<GrantSecrets, UnknownShape> {
    let record: GrantRecord = read(plaintext)?;
    if record.user_id.as_ref() != user_id || record.label != *label {
        return Err(UnknownShape);
    }
    let material = match record.material {
        MaterialRecord::Oauth { access_token, refresh_token, scopes, asked_scopes, issued_at, expires_at, candidates } => {
            Material::OAuth(OAuthTokens {
                access_token: reveal(access_token),
                refresh_token: reveal(refresh_token),
                scopes,
                asked_scopes,
                issued_at,
                expires_at,
                candidates: candidates.into_iter().map(|hidden| hidden.0).collect(),
            })
        }
        MaterialRecord::Fields { fields } => {
            Material::Fields(fields.into_iter().map(|(name, hidden)| (name, hidden.0)).collect())
        }
    };
    Ok(GrantSecrets {
        material,
        destination: Destination {
            issuer: record.issuer,
            token_endpoint: record.token_endpoint,
            client_id: record.client_id,
            api_origins: record.api_origins,
            variables: record.variables,
        },
        account: record.account.map(ExternalAccount::from),
        status: GrantStatus::parse(&record.status).ok_or(UnknownShape)?,
        reason: record.reason,
        created_by: record.created_by,
        pending_since: record.pending_since,
        pending_claims: reveal(record.pending_claims),
        paused_by: record.paused_by,
    })
}

#[derive(Serialize, Deserialize)]
struct SessionRecord {
    v: u8,
    verifier: Option<Hidden>,
    nonce: Option<Hidden>,
    redirect_uri: String,
    variables: BTreeMap<String, String>,
    token_endpoint: String,
    scopes: Vec<String>,
    mode: String,
    return_to: Option<String>,
    opener_origin: Option<String>,
    label: Label,
    expected_account: Option<AccountRecord>,
    /// Absent in records that were written before there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    renews: Option<GrantId>,
    proven_admin: Option<(AccountRecord, bool)>,
    parked: Option<(Hidden, Timestamp)>,
}

/// Writes what is sealed of a session.
pub(super) fn write_session(secrets: &SessionSecrets) -> Zeroizing<Vec<u8>> {
    write(&SessionRecord {
        v: 1,
        verifier: hide_option(secrets.verifier.as_ref()),
        nonce: hide_option(secrets.nonce.as_ref()),
        redirect_uri: secrets.redirect_uri.clone(),
        variables: secrets.variables.clone(),
        token_endpoint: secrets.token_endpoint.clone(),
        scopes: secrets.scopes.clone(),
        mode: secrets.mode.as_str().to_owned(),
        return_to: secrets.return_to.clone(),
        opener_origin: secrets.opener_origin.clone(),
        label: secrets.label.clone(),
        expected_account: secrets.expected_account.as_ref().map(AccountRecord::from),
        renews: secrets.renews.clone(),
        proven_admin: secrets.proven_admin.as_ref().map(|proof| (AccountRecord::from(&proof.account), proof.is_admin)),
        parked: secrets.parked.as_ref().map(|parked| (hide(&parked.raw), parked.received_at)),
    })
}

/// Reads what was sealed of a session.
pub(super) fn read_session(plaintext: &[u8]) -> Result<SessionSecrets, UnknownShape> {
    let record: SessionRecord = read(plaintext)?;
    Ok(SessionSecrets {
        verifier: reveal(record.verifier),
        nonce: reveal(record.nonce),
        redirect_uri: record.redirect_uri,
        variables: record.variables,
        token_endpoint: record.token_endpoint,
        scopes: record.scopes,
        mode: SessionMode::parse(&record.mode).ok_or(UnknownShape)?,
        return_to: record.return_to,
        opener_origin: record.opener_origin,
        label: record.label,
        expected_account: record.expected_account.map(ExternalAccount::from),
        renews: record.renews,
        proven_admin: record.proven_admin.map(|(account, is_admin)| ProvenAdmin { account: account.into(), is_admin }),
        parked: record.parked.map(|(raw, received_at)| ParkedAnswer { raw: raw.0, received_at }),
    })
}

#[expect(clippy::expect_used, reason = "maps with text keys, numbers and text always serialise, and a Vec never fails to grow")]
fn write(record: &impl Serialize) -> Zeroizing<Vec<u8>> {
    let mut buffer = Zeroizing::new(Vec::with_capacity(BUFFER));
    serde_json::to_writer(&mut *buffer, record).expect("a record serialises");
    buffer
}

fn read<T: for<'de> Deserialize<'de>>(plaintext: &[u8]) -> Result<T, UnknownShape> {
    serde_json::from_slice(plaintext).map_err(|_| UnknownShape)
}
