//! Sessions: the verifier, the nonce and the provider's answer are sealed; states, bindings and completions are hashes.

use std::sync::Arc;

use crate::base::{BootTime, Result, SessionId, TenantId, Timestamp, UserId};
use crate::model::event::Event;
use crate::model::rows::{Conflict, SessionQuery, SessionRow, Write};
use crate::model::session::{Session, SessionStatus};
use crate::vault::{Context, RecordType};

use super::{Repo, asked, record, unreadable};

/// So many sessions of a user are kept that have ended without a grant: whoever starts and ends them in a loop fills no vault.
const KEPT: usize = 100;

/// The sessions of a repository, for whoever shall reach nothing else of it.
#[derive(Clone)]
pub(crate) struct Sessions {
    repo: Arc<Repo>,
}

impl Sessions {
    /// The session with this id, for its creator; anybody else's is like an absent one, and costs the same (SR-38).
    pub(crate) async fn load_session(&self, tenant_id: &TenantId, user_id: &UserId, id: &SessionId) -> Result<Option<Session>> {
        self.repo.read_session(SessionQuery::Id(tenant_id.clone(), user_id.clone(), id.clone())).await
    }

    /// The session with this id, for the server of its tenant; another tenant's is like an absent one, and costs the same (SR-38).
    pub(crate) async fn load_session_of_tenant(&self, tenant_id: &TenantId, id: &SessionId) -> Result<Option<Session>> {
        self.repo.read_session(SessionQuery::OfTenant(tenant_id.clone(), id.clone())).await
    }

    /// The session that waits with this state.
    pub(crate) async fn find_session_by_state(&self, state_hash: [u8; 32]) -> Result<Option<Session>> {
        self.repo.read_session(SessionQuery::State(state_hash)).await
    }

    /// The session whose parked answer waits for one navigation.
    pub(crate) async fn find_session_by_resume(&self, resume_hash: [u8; 32]) -> Result<Option<Session>> {
        self.repo.read_session(SessionQuery::Resume(resume_hash)).await
    }

    /// Now, for a session that begins: its times are points on the clock of the store, where it has one, or of this process.
    pub(crate) async fn now(&self) -> Result<Timestamp> {
        self.repo.shared_now().await
    }

    /// Now, on the clock on which the times of this session are points. Where the machine is the one on which it began, what has passed
    /// since then is measured: a clock that is set during a sign-in ends none. Elsewhere the store's clock tells, where it has one.
    pub(crate) async fn now_for(&self, session: &Session) -> Result<Timestamp> {
        let began_on = session.secrets.as_ref().and_then(|secrets| secrets.began_on.as_ref());
        let age = began_on.zip(BootTime::now(&*self.repo.clock)).and_then(|(began, now)| now.since(began));
        match age {
            Some(age) => Ok(session.created_at.plus(age)),
            None => self.now().await,
        }
    }

    /// Stores a new session; `false` if its principal has `limit` pending ones already.
    pub(crate) async fn insert_session(&self, session: &Session, limit: usize) -> Result<bool> {
        let insert = async || {
            let row = Box::new(self.repo.seal_session(session).await?);
            self.repo.commit(vec![Write::InsertSession { row, limit, kept: KEPT, now: session.created_at }]).await
        };
        let mut outcome = insert().await?;
        if outcome == Err(Conflict::KeyEnded) {
            // Another key has followed a moment ago, or the tenant was erased and begins anew.
            outcome = insert().await?;
        }
        match outcome {
            Ok(_) => Ok(true),
            Err(Conflict::Full) => Ok(false),
            Err(conflict) => Err(super::unexpected(conflict, "store a session")),
        }
    }

    /// Replaces a session if it is still as it was read; `false` if somebody was faster. Gives the session its new revision.
    pub(crate) async fn update_session(&self, session: &mut Session) -> Result<bool> {
        self.write_session(session, Vec::new()).await
    }

    /// The same of a session that ends without a grant, with the events that tell of it.
    pub(crate) async fn end_session(&self, session: &mut Session, events: Vec<Event>) -> Result<bool> {
        self.write_session(session, events).await
    }

    async fn write_session(&self, session: &mut Session, events: Vec<Event>) -> Result<bool> {
        session.revision += 1;
        let session = &*session;
        let update = async || {
            let update = Write::UpdateSession(Box::new(self.repo.seal_session(session).await?));
            self.repo.commit([update].into_iter().chain(events.iter().cloned().map(Write::AppendEvent)).collect()).await
        };
        let mut outcome = update().await?;
        if outcome == Err(Conflict::KeyEnded) && self.repo.keyring.has_key(&session.tenant_id).await? {
            // Another key has followed a moment ago.
            outcome = update().await?;
        }
        match outcome {
            Ok(_) => Ok(true),
            // With its tenant it is gone.
            Err(Conflict::Stale | Conflict::KeyEnded) => Ok(false),
            Err(conflict) => Err(super::unexpected(conflict, "change a session")),
        }
    }
}

impl Repo {
    /// Its sessions.
    pub(crate) fn sessions(self: &Arc<Self>) -> Sessions {
        Sessions { repo: self.clone() }
    }

    /// The write that replaces a session under its revision, for a batch that must not apply without it.
    pub(super) async fn session_write(&self, session: Option<&Session>) -> Result<Option<Write>> {
        let Some(session) = session else { return Ok(None) };
        Ok(Some(Write::UpdateSession(Box::new(self.seal_session(session).await?))))
    }

    /// Whether a session opens, in the place of whoever would read it.
    pub(super) async fn opens_session(&self, row: &SessionRow) -> Result<bool> {
        let Some(sealed) = &row.sealed else { return Ok(true) };
        let Some(key) = self.keyring.key_by_id(&row.tenant_id, row.key_id).await? else { return Ok(false) };
        let opened = key.open(&self.session_context(row), sealed);
        Ok(opened.is_ok_and(|plaintext| record::read_session(&plaintext, row).is_ok()))
    }

    /// The row as it is stored now, where its key is gone: it was stored again, under the next key, since it was read.
    pub(super) async fn session_with_key(&self, row: SessionRow) -> Result<Option<SessionRow>> {
        if row.sealed.is_none() || !self.is_key_gone(&row.tenant_id, row.key_id).await {
            return Ok(Some(row));
        }
        asked::find_session(&*self.store, SessionQuery::OfTenant(row.tenant_id.clone(), row.id.clone())).await
    }

    async fn read_session(&self, query: SessionQuery) -> Result<Option<Session>> {
        let Some(row) = asked::find_session(&*self.store, query.clone()).await? else { return Ok(None) };
        // By the same question: an answer that is found by what waits in it is found by that once.
        let row = if row.sealed.is_some() && self.is_key_gone(&row.tenant_id, row.key_id).await {
            let Some(again) = asked::find_session(&*self.store, query).await? else { return Ok(None) };
            again
        } else {
            row
        };
        let (mut status, mut grant_id, mut error_code) = (row.status, row.grant_id.clone(), row.error_code.clone());
        let secrets = match &row.sealed {
            // Its time was over, so what was sealed is gone; what the columns say by now was written by whoever can write them.
            None => {
                (grant_id, error_code) = (None, None);
                // How far it came is told, of one that is past its time for whoever asks.
                if status.is_over() || row.expires_at > self.shared_now().await? {
                    status = SessionStatus::Expired;
                }
                None
            }
            Some(sealed) => {
                let failed = || unreadable(self.store_name());
                let key = self.keyring.key_by_id(&row.tenant_id, row.key_id).await?.ok_or_else(failed)?;
                let plaintext = key.open(&self.session_context(&row), sealed).map_err(|_| failed())?;
                let secrets = record::read_session(&plaintext, &row).map_err(|_| failed())?;
                if secrets.is_none() && !status.is_over() {
                    // Begun before an update: whoever waits for it begins again.
                    status = SessionStatus::Expired;
                }
                secrets
            }
        };
        Ok(Some(Session {
            id: row.id,
            kind: row.kind,
            tenant_id: row.tenant_id,
            user_id: row.user_id,
            config: row.config,
            provider: row.provider,
            status,
            step: row.step,
            state_hash: row.state_hash,
            binding_hash: row.binding_hash,
            resume_hash: row.resume_hash,
            completion_hash: row.completion_hash,
            revision: row.revision,
            created_at: row.created_at,
            expires_at: row.expires_at,
            grant_id,
            error_code,
            secrets,
        }))
    }

    /// The row of a session. Once it is over, its code and verifier are worthless, and gone: what is sealed then is its end.
    async fn seal_session(&self, session: &Session) -> Result<SessionRow> {
        let key = self.keyring.tenant_key(&session.tenant_id).await?;
        let mut row = SessionRow {
            id: session.id.clone(),
            kind: session.kind,
            tenant_id: session.tenant_id.clone(),
            user_id: session.user_id.clone(),
            config: session.config.clone(),
            provider: session.provider.clone(),
            status: session.status,
            step: session.step,
            state_hash: session.state_hash,
            binding_hash: session.binding_hash,
            resume_hash: session.resume_hash,
            completion_hash: session.completion_hash,
            revision: session.revision,
            created_at: session.created_at,
            expires_at: session.expires_at,
            grant_id: session.grant_id.clone(),
            error_code: session.error_code.clone(),
            key_id: key.id(),
            sealed: None,
        };
        if let Some(secrets) = &session.secrets {
            let plaintext = if session.status.is_over() {
                record::write_session(&secrets.of_ending(), &row)
            } else {
                record::write_session(secrets, &row)
            };
            row.sealed = Some(key.seal(&self.session_context(&row), &plaintext));
        }
        Ok(row)
    }

    /// The revision stands where a grant has its generation: an older blob of the same session does not open in a newer row.
    fn session_context<'a>(&'a self, row: &'a SessionRow) -> Context<'a> {
        Context {
            environment: &self.environment,
            tenant_id: Some(&row.tenant_id),
            record_type: RecordType::Session,
            record_id: row.id.as_str(),
            config: Some(&row.config),
            field: row.kind.as_str(),
            generation: row.revision,
        }
    }
}

#[cfg(test)]
mod places;
#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::record;
    use crate::base::{
        Advice, BootTime, ConfigId, GrantId, Label, ProviderDetails, ProviderId, Retry, Secret, SessionId, TenantId, Timestamp,
        UserId,
    };
    use crate::model::failure::Failure;
    use crate::model::rows::SessionRow;
    use crate::model::session::{
        Continuation, DeviceWait, ParkedAnswer, SessionKind, SessionMode, SessionSecrets, SessionStatus, SessionStep,
    };
    use crate::model::signer::SharedToken;

    /// Of a session that is over, where its browser goes and why it failed are sealed, and nothing that finishes one.
    #[test]
    fn an_end_holds_nothing_that_finishes_a_session() {
        let canary = |name: &str| Some(Secret::from(format!("canary-{name}").as_str()));
        let text = |name: &str| Secret::from(format!("canary-{name}").as_str());
        let secrets = SessionSecrets {
            began_on: Some(BootTime { boot: "boot".into(), at: std::time::Duration::from_secs(7) }),
            verifier: canary("verifier"),
            nonce: canary("nonce"),
            temporary: Some(SharedToken { token: text("temporary"), secret: text("temporary-secret") }),
            redirect_uri: "canary-uri".to_owned(),
            variables: BTreeMap::from([("a".to_owned(), "canary-variable".to_owned())]),
            token_endpoint: "canary-endpoint".to_owned(),
            scopes: vec!["canary-scope".to_owned()],
            further_scopes: vec!["canary-scope".to_owned()],
            mode: SessionMode::Redirect,
            return_to: Some("/back".to_owned()),
            opener_origin: Some("https://app.example".to_owned()),
            needs_admin: true,
            label: Label::empty(),
            expected_account: None,
            reconnects: None,
            proven_admin: None,
            device: Some(DeviceWait {
                device_code: text("device-code"),
                interval: std::time::Duration::from_secs(5),
                next_poll_at: Timestamp::from_unix_millis(9),
                unanswered: 2,
            }),
            parked: Some(ParkedAnswer { raw: text("code"), received_at: Timestamp::from_unix_millis(0) }),
            resume: canary("resume"),
            completion: canary("completion"),
            continuation: Some(Continuation { location: text("location"), set_cookie: text("cookie") }),
            failure: Some(Failure {
                message: "It failed.".to_owned(),
                hint: None,
                provider_error: None,
                provider_details: Some(Box::new(ProviderDetails { status: Some(401), ..ProviderDetails::default() })),
                retry: Some(Retry::AfterReauth),
                retry_after: Some(std::time::Duration::from_millis(70_001)),
                advice: Some(Advice::StartAgain),
            }),
        };
        let row = row();
        let read = record::read_session(&record::write_session(&secrets, &row), &row).unwrap().unwrap();
        assert!(read.needs_admin);
        let (wait, kept) = (read.device.unwrap(), secrets.device.as_ref().unwrap());
        assert_eq!((wait.device_code.expose(), wait.interval), (kept.device_code.expose(), kept.interval));
        assert_eq!((wait.next_poll_at, wait.unanswered), (kept.next_poll_at, kept.unanswered));
        let sealed = record::write_session(&secrets.of_ending(), &row);
        let shown = String::from_utf8(sealed.to_vec()).unwrap();
        assert!(!shown.contains("canary"), "{shown}");
        let read = record::read_session(&sealed, &row).unwrap().unwrap();
        assert_eq!((read.mode, read.return_to, read.opener_origin), (secrets.mode, secrets.return_to, secrets.opener_origin));
        assert_eq!(read.failure, secrets.failure);
    }

    fn row() -> SessionRow {
        SessionRow {
            id: SessionId::make(),
            kind: SessionKind::Auth,
            tenant_id: TenantId::parse("acme").unwrap(),
            user_id: UserId::parse("ben").unwrap(),
            config: ConfigId::parse("drive").unwrap(),
            provider: ProviderId::parse("microsoft-onedrive").unwrap(),
            status: SessionStatus::AwaitingCompletion,
            step: SessionStep::Authorization,
            state_hash: [1; 32],
            binding_hash: [2; 32],
            resume_hash: Some([3; 32]),
            completion_hash: None,
            revision: 4,
            created_at: Timestamp::from_unix_millis(5),
            expires_at: Timestamp::from_unix_millis(6),
            grant_id: None,
            error_code: None,
            key_id: [7; 16],
            sealed: None,
        }
    }

    #[test]
    fn every_column_that_decides_is_bound() {
        let changes: [fn(&mut SessionRow); 12] = [
            |row| row.user_id = UserId::parse("eve").unwrap(),
            |row| row.provider = ProviderId::parse("slack").unwrap(),
            |row| row.status = SessionStatus::Pending,
            |row| row.step = SessionStep::Consent,
            |row| row.created_at = Timestamp::from_unix_millis(50),
            |row| row.expires_at = Timestamp::from_unix_millis(60),
            |row| row.state_hash = [9; 32],
            |row| row.binding_hash = [9; 32],
            |row| row.resume_hash = None,
            |row| row.completion_hash = Some([9; 32]),
            |row| row.grant_id = Some(GrantId::make_connection()),
            |row| row.error_code = Some("access_denied".into()),
        ];
        let secrets = record::read_session(VERSION_2, &row()).unwrap().unwrap();
        let sealed = record::write_session(&secrets, &row());
        assert!(record::read_session(&sealed, &row()).unwrap().is_some());
        for (number, change) in changes.into_iter().enumerate() {
            let mut changed = row();
            change(&mut changed);
            assert!(record::read_session(&sealed, &changed).is_err(), "{number}");
        }
    }

    #[test]
    fn a_version_before_gives_nothing_and_a_later_one_is_refused() {
        let text = String::from_utf8(VERSION_2.to_vec()).unwrap();
        let other = |version: &str| text.replacen("\"v\":2", version, 1).into_bytes();
        assert!(record::read_session(&other("\"v\":1"), &row()).unwrap().is_none());
        assert!(record::read_session(&other("\"v\":3"), &row()).is_err());
        // Without its columns it is a version 1 that calls itself 2.
        let bare = text.replacen("\"columns\":{", "\"other\":{", 1);
        assert!(record::read_session(bare.as_bytes(), &row()).is_err());
    }

    /// Frozen: what a session of this row looks like, sealed by the first version that bound its columns.
    const VERSION_2: &[u8] = br#"{"v":2,"columns":{"user_id":"ben","provider":"microsoft-onedrive","status":"awaiting_completion","step":"authorization","created_at":5,"expires_at":6,"state_hash":"0101010101010101010101010101010101010101010101010101010101010101","binding_hash":"0202020202020202020202020202020202020202020202020202020202020202","resume_hash":"0303030303030303030303030303030303030303030303030303030303030303","completion_hash":null,"grant_id":null,"error_code":null},"verifier":"v","nonce":null,"redirect_uri":"https://app.example/cb","variables":{},"token_endpoint":"https://as.example/token","scopes":["a"],"mode":"redirect","return_to":null,"opener_origin":null,"label":"","expected_account":null,"proven_admin":null,"parked":null}"#;
}
