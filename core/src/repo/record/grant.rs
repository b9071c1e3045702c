//! The sealed record of a grant.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{AccountRecord, Hidden, UnknownShape, hide, hide_option, read, reveal, write};
use crate::base::{Label, Secret, Timestamp, UserId};
use crate::model::credential_type::Purpose;
use crate::model::grant::{
    Destination, Evidence, ExternalAccount, GrantSecrets, GrantStatus, Material, OAuthTokens, StatusReason,
};
use crate::model::renewal::{MintKind, Renewal};
use crate::model::standing::Standing;
use crate::model::subject::SubjectKind;

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum MaterialRecord {
    Oauth {
        access_token: Option<Hidden>,
        refresh_token: Option<Hidden>,
        /// [`REFRESH_TOKEN`], [`NEVER`] or the name of a kind of mint. Absent in records that were written before it was stored.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        renewal: Option<String>,
        scopes: Vec<String>,
        asked_scopes: Vec<String>,
        issued_at: Timestamp,
        expires_at: Option<Timestamp>,
        candidates: Vec<Hidden>,
        /// The name of a [`Standing`]. Absent where nothing speaks against the token, and in records of before it was known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standing: Option<String>,
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
    /// [`WEBHOOK`]. Absent for what goes to an API, and in a webhook's records of before it was stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
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
    /// Absent where another registration would wait as well, and in records that were written before there was one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    paused_under: Vec<String>,
    /// Absent where nothing speaks against it, as in all records of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    evidence: Option<EvidenceRecord>,
}

#[derive(Serialize, Deserialize)]
struct EvidenceRecord {
    since: Timestamp,
    refusals: u32,
    counted_at: Timestamp,
    is_rejected: bool,
}

impl From<Evidence> for EvidenceRecord {
    fn from(Evidence { since, refusals, counted_at, is_rejected }: Evidence) -> Self {
        EvidenceRecord { since, refusals, counted_at, is_rejected }
    }
}

impl From<EvidenceRecord> for Evidence {
    fn from(EvidenceRecord { since, refusals, counted_at, is_rejected }: EvidenceRecord) -> Self {
        Evidence { since, refusals, counted_at, is_rejected }
    }
}

/// The stored names of [`Renewal`] besides those of [`MintKind`].
const REFRESH_TOKEN: &str = "refresh_token";
const NEVER: &str = "never";

/// The stored name of [`Purpose::Webhook`].
const WEBHOOK: &str = "webhook";

const fn renewal_name(renewal: &Renewal) -> &'static str {
    match renewal {
        Renewal::RefreshToken(_) => REFRESH_TOKEN,
        Renewal::Mint(kind) => kind.as_str(),
        Renewal::Never => NEVER,
    }
}

/// Reads how a grant renews. Records without the name follow the rule under which they were written: what has a refresh token
/// renews by it, an installation without one is minted by client credentials, and nothing else renews.
fn read_renewal(
    name: Option<&str>,
    refresh_token: Option<Secret<String>>,
    subject: SubjectKind,
) -> Result<Renewal, UnknownShape> {
    match name {
        None if refresh_token.is_none() && subject == SubjectKind::Installation => Ok(Renewal::Mint(MintKind::ClientCredentials)),
        None => Ok(Renewal::by(refresh_token)),
        Some(REFRESH_TOKEN) => refresh_token.map(Renewal::RefreshToken).ok_or(UnknownShape),
        Some(NEVER) => Ok(Renewal::Never),
        Some(kind) => MintKind::parse(kind).map(Renewal::Mint).ok_or(UnknownShape),
    }
}

/// Whose grant a record is: the columns of its row, of which the record holds a copy.
#[derive(Clone, Copy)]
pub(in crate::repo) struct Owner<'a> {
    /// What the grant is for.
    pub(in crate::repo) subject: SubjectKind,
    /// The user, for a user's grant.
    pub(in crate::repo) user_id: Option<&'a UserId>,
    /// Tells several accounts of one user apart.
    pub(in crate::repo) label: &'a Label,
    /// What it is for.
    pub(in crate::repo) purpose: Purpose,
}

/// Writes what is sealed of a grant.
pub(in crate::repo) fn write_grant(secrets: &GrantSecrets, owner: Owner<'_>) -> Zeroizing<Vec<u8>> {
    let material = match &secrets.material {
        Material::OAuth(tokens) => MaterialRecord::Oauth {
            access_token: hide_option(tokens.access_token.as_ref()),
            refresh_token: hide_option(tokens.renewal.refresh_token()),
            renewal: Some(renewal_name(&tokens.renewal).to_owned()),
            scopes: tokens.scopes.clone(),
            asked_scopes: tokens.asked_scopes.clone(),
            issued_at: tokens.issued_at,
            expires_at: tokens.expires_at,
            candidates: tokens.candidates.iter().map(hide).collect(),
            standing: (tokens.standing != Standing::Good).then(|| tokens.standing.as_str().to_owned()),
        },
        Material::Fields(fields) => {
            MaterialRecord::Fields { fields: fields.iter().map(|(name, value)| (name.clone(), hide(value))).collect() }
        }
    };
    write(&GrantRecord {
        v: 1,
        user_id: owner.user_id.cloned(),
        label: owner.label.clone(),
        purpose: (owner.purpose == Purpose::Webhook).then(|| WEBHOOK.to_owned()),
        material,
        issuer: secrets.destination.issuer.clone(),
        token_endpoint: secrets.destination.token_endpoint.clone(),
        client_id: secrets.destination.client_id.clone(),
        api_origins: secrets.destination.api_origins.clone(),
        variables: secrets.destination.variables.clone(),
        account: secrets.account.as_ref().map(AccountRecord::from),
        status: secrets.status.as_str().to_owned(),
        reason: secrets.reason.as_ref().map(|reason| reason.as_str().to_owned()),
        created_by: secrets.created_by.clone(),
        pending_since: secrets.pending_since,
        pending_claims: hide_option(secrets.pending_claims.as_ref()),
        paused_by: secrets.paused_by.clone(),
        paused_under: secrets.paused_under.clone(),
        evidence: secrets.evidence.map(EvidenceRecord::from),
    })
}

/// Reads what was sealed of a grant, which must be this owner's.
pub(in crate::repo) fn read_grant(plaintext: &[u8], owner: Owner<'_>) -> Result<GrantSecrets, UnknownShape> {
    let record: GrantRecord = read(plaintext)?;
    // A webhook's secret whose column was changed must not go to an API (SR-44).
    let fits = match record.purpose.as_deref() {
        None => true,
        Some(WEBHOOK) => owner.purpose == Purpose::Webhook,
        Some(_) => false,
    };
    if record.user_id.as_ref() != owner.user_id || record.label != *owner.label || !fits {
        return Err(UnknownShape);
    }
    let material = match record.material {
        MaterialRecord::Oauth {
            access_token,
            refresh_token,
            renewal,
            scopes,
            asked_scopes,
            issued_at,
            expires_at,
            candidates,
            standing,
        } => Material::OAuth(OAuthTokens {
            access_token: reveal(access_token),
            renewal: read_renewal(renewal.as_deref(), reveal(refresh_token), owner.subject)?,
            scopes,
            asked_scopes,
            issued_at,
            expires_at,
            candidates: candidates.into_iter().map(|hidden| hidden.0).collect(),
            standing: match standing {
                Some(name) => Standing::parse(&name).ok_or(UnknownShape)?,
                None => Standing::Good,
            },
        }),
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
        reason: record.reason.as_deref().map(StatusReason::read),
        created_by: record.created_by,
        pending_since: record.pending_since,
        pending_claims: reveal(record.pending_claims),
        paused_by: record.paused_by,
        paused_under: record.paused_under,
        evidence: record.evidence.map(Evidence::from),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct File {
        cases: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        name: String,
        plaintext: Option<String>,
        record: Option<Expected>,
    }

    #[derive(Deserialize)]
    struct Expected {
        subject: String,
        user_id: Option<UserId>,
        /// Absent: the record is not read.
        renewal: Option<String>,
    }

    /// The frozen records: an old one renews as it always did, and one that says how is written alike.
    #[test]
    fn frozen_records_renew_as_they_did_when_they_were_written() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/vault");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let texts = files.filter(|path| path.extension().is_some_and(|end| end == "json")).map(std::fs::read_to_string);
        let (mut old, mut current, mut refused) = (0, 0, 0);
        for file in texts.map(|text| serde_json::from_str::<serde_json::Value>(&text.unwrap()).unwrap()) {
            if file["kind"] != "envelope" {
                continue;
            }
            let file: File = serde_json::from_value(file).unwrap();
            for Case { name, plaintext, record } in file.cases {
                let (Some(plaintext), Some(expected)) = (plaintext, record) else { continue };
                let plaintext = from_hex(&plaintext);
                let subject = SubjectKind::parse(&expected.subject).unwrap();
                let owner = Owner { subject, user_id: expected.user_id.as_ref(), label: &Label::empty(), purpose: Purpose::Api };
                let read = read_grant(&plaintext, owner);
                let Some(renewal) = expected.renewal else {
                    assert!(read.is_err(), "{name}");
                    refused += 1;
                    continue;
                };
                let secrets = read.expect(&name);
                assert_eq!(renewal_name(secrets.material.renewal()), renewal, "{name}");
                let again = write_grant(&secrets, owner);
                if serde_json::from_slice::<serde_json::Value>(&plaintext).unwrap()["material"]["renewal"].is_null() {
                    let rewritten = read_grant(&again, owner).expect(&name);
                    assert_eq!(renewal_name(rewritten.material.renewal()), renewal, "{name}");
                    old += 1;
                } else {
                    assert_eq!(*again, plaintext, "{name}");
                    current += 1;
                }
            }
        }
        assert!(old >= 6 && current >= 5 && refused >= 2, "{old} {current} {refused}");
    }

    #[test]
    fn a_record_opens_for_its_owner_only() {
        let secrets = GrantSecrets {
            material: Material::Fields(vec![("value".to_owned(), "key".into())]),
            destination: Destination {
                issuer: None,
                token_endpoint: String::new(),
                client_id: String::new(),
                api_origins: vec![],
                variables: BTreeMap::new(),
            },
            account: None,
            status: GrantStatus::Active,
            reason: None,
            created_by: None,
            pending_since: None,
            pending_claims: None,
            paused_by: None,
            paused_under: Vec::new(),
            evidence: None,
        };
        let (ours, theirs) = (UserId::parse("ours").unwrap(), UserId::parse("theirs").unwrap());
        let label = Label::empty();
        let ours = Owner { subject: SubjectKind::User, user_id: Some(&ours), label: &label, purpose: Purpose::Api };
        let theirs = Owner { user_id: Some(&theirs), ..ours };
        let plaintext = write_grant(&secrets, ours);
        assert!(read_grant(&plaintext, ours).is_ok());
        assert!(read_grant(&plaintext, theirs).is_err());
        let hook = Owner { purpose: Purpose::Webhook, ..ours };
        assert!(read_grant(&plaintext, hook).is_ok(), "as those were written before the purpose was stored");
        let plaintext = write_grant(&secrets, hook);
        assert!(read_grant(&plaintext, hook).is_ok());
        assert!(read_grant(&plaintext, ours).is_err(), "it does not go to an API");
    }

    fn from_hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }
}
