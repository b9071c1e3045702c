//! A native session as a text that its program keeps, so that a sign-in survives the end of the process: a system may end an app while its
//! person is in the browser. The vault does not have it, because whoever shares the vault could finish the session then.

use serde::{Deserialize, Serialize};

use super::native::{Held, NativeSession};
use crate::base::{Error, ErrorCode, Result, Secret, SessionId, TenantId, Timestamp, UserId};
use crate::model::native_redirect::NativeRedirect;
use crate::model::principal::{Principal, Role};

/// The only form so far.
const FORM: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Kept {
    form: u32,
    session_id: String,
    authorization_url: String,
    expires_at: i64,
    redirect_uri: String,
    tenant_id: String,
    user_id: String,
    is_admin: bool,
    binding: String,
    verifier: String,
}

impl NativeSession {
    /// What finishes this session after the program was started again; [`NativeSession::of_kept`] takes it.
    ///
    /// It is a secret for as long as the session lasts: keep it where only this program of this person reads it, such as the system's key
    /// store, never in the vault or in a plain file, and delete it when the session has ended.
    ///
    /// Spec: RFC 8252 §8.1, §8.6.
    pub fn to_keep(&self) -> Secret<String> {
        let held = self.held();
        let kept = Kept {
            form: FORM,
            session_id: held.session_id.as_str().to_owned(),
            authorization_url: held.authorization_url.clone(),
            expires_at: held.expires_at.unix_millis(),
            redirect_uri: held.redirect.as_str().to_owned(),
            tenant_id: held.creator.tenant_id.as_str().to_owned(),
            user_id: held.creator.user_id.as_str().to_owned(),
            is_admin: held.creator.role == Role::Admin,
            binding: held.binding.expose().clone(),
            verifier: held.verifier.expose().clone(),
        };
        // Texts and numbers always have a form.
        Secret::from(serde_json::to_string(&kept).unwrap_or_default())
    }

    /// The session that [`NativeSession::to_keep`] has given, in this process or in one before.
    ///
    /// # Errors
    /// - `invalid_request`: it gave no such text.
    pub fn of_kept(kept: &Secret<String>) -> Result<NativeSession> {
        let kept: Kept = serde_json::from_str(kept.expose()).map_err(|_| unreadable())?;
        if kept.form != FORM {
            return Err(unreadable());
        }
        let role = if kept.is_admin { Role::Admin } else { Role::Member };
        let held = Held {
            session_id: SessionId::parse(&kept.session_id).map_err(|_| unreadable())?,
            authorization_url: kept.authorization_url,
            expires_at: Timestamp::from_unix_millis(kept.expires_at),
            redirect: NativeRedirect::parse(&kept.redirect_uri).map_err(|_| unreadable())?,
            creator: Principal {
                tenant_id: TenantId::parse(&kept.tenant_id).map_err(|_| unreadable())?,
                user_id: UserId::parse(&kept.user_id).map_err(|_| unreadable())?,
                role,
            },
            binding: Secret::from(kept.binding),
            verifier: Secret::from(kept.verifier),
        };
        Ok(NativeSession::of(std::sync::Arc::new(held)))
    }
}

fn unreadable() -> Error {
    Error::new(ErrorCode::InvalidRequest, "This is no sign-in that was kept.").with_hint("Start again.")
}
