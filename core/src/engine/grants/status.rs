//! Changes a grant's status, and makes the one event of the change.

use crate::base::{Error, Timestamp, entropy};
use crate::model::event::{Event, EventType};
use crate::model::failure::Failed;
use crate::model::grant::{Grant, GrantStatus, StatusReason};
use crate::model::rows::Schedule;
use crate::model::subject::SubjectKind;

/// What follows from a change of a grant, beside the change itself.
pub(super) struct Consequence {
    /// The one event, if there is one.
    pub(super) event: Option<Event>,
    /// Which due times are written.
    pub(super) schedule: Schedule,
}

/// Whether a failed renewal is why, which a renewal takes back and a probe does not.
pub(in crate::engine) fn is_by_refresh(grant: &Grant) -> bool {
    grant.secrets.reason.as_ref().is_some_and(StatusReason::is_by_refresh)
}

/// An event that tells of a grant as it stands.
pub(in crate::engine) fn event(event_type: EventType, grant: &Grant, at: Timestamp) -> Event {
    Event {
        id: entropy::make_id("evt"),
        event_type,
        grant_id: Some(grant.id.clone()),
        session_id: None,
        tenant_id: grant.key.tenant_id.clone(),
        user_id: grant.key.user_id.clone(),
        config: grant.key.config.clone(),
        provider: grant.provider.clone(),
        status: Some(grant.secrets.status),
        reason: grant.secrets.reason.clone(),
        failure: None,
        at,
        cursor: None,
    }
}

/// The event with what whoever asked was told.
pub(super) fn telling(event: Event, told: Option<&Error>) -> Event {
    Event { failure: told.map(Failed::by), ..event }
}

/// Moves a grant to a status; gives the one event of the change, or none if it stands there already.
pub(in crate::engine) fn change(
    grant: &mut Grant,
    to: GrantStatus,
    reason: Option<StatusReason>,
    at: Timestamp,
) -> Option<Event> {
    let from = grant.secrets.status;
    if from == to && grant.secrets.reason == reason {
        return None;
    }
    grant.secrets.status = to;
    grant.secrets.reason = reason;
    grant.updated_at = at;
    if to != GrantStatus::Pending {
        grant.secrets.pending_since = None;
    }
    (from != to).then(|| event(event_type(grant.key.subject, from, to), grant, at))
}

fn event_type(subject: SubjectKind, from: GrantStatus, to: GrantStatus) -> EventType {
    let installation = subject == SubjectKind::Installation;
    match to {
        GrantStatus::Degraded => EventType::HealthFailed,
        GrantStatus::Active if from == GrantStatus::Degraded => EventType::HealthRecovered,
        GrantStatus::Revoked if installation => EventType::InstallationDeleted,
        GrantStatus::Revoked => EventType::ConnectionDeleted,
        _ if installation => EventType::InstallationUpdated,
        GrantStatus::NeedsReauth => EventType::ConnectionNeedsReauth,
        _ => EventType::ConnectionUpdated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EventType as E;
    use GrantStatus as S;

    #[test]
    fn each_change_of_status_has_its_one_event() {
        let user = |from, to| event_type(SubjectKind::User, from, to);
        let installation = |from, to| event_type(SubjectKind::Installation, from, to);
        for from in S::ALL {
            assert_eq!(user(from, S::Degraded), E::HealthFailed);
            assert_eq!(installation(from, S::Degraded), E::HealthFailed);
            assert_eq!(user(from, S::NeedsReauth), E::ConnectionNeedsReauth);
            assert_eq!(installation(from, S::NeedsReauth), E::InstallationUpdated);
            assert_eq!(user(from, S::Revoked), E::ConnectionDeleted);
            assert_eq!(installation(from, S::Revoked), E::InstallationDeleted);
            let healed = from == S::Degraded;
            assert_eq!(user(from, S::Active), if healed { E::HealthRecovered } else { E::ConnectionUpdated });
            assert_eq!(installation(from, S::Active), if healed { E::HealthRecovered } else { E::InstallationUpdated });
        }
    }
}
