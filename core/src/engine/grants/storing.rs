//! A grant that a person has just made: new, over a deleted one, or in place of the one that it renews.

use crate::base::Result;
use crate::model::event::EventType;
use crate::model::grant::Grant;
use crate::model::rows::{Conflict, GrantGuard, Schedule};
use crate::model::session::Session;
use crate::model::subject::SubjectKind;

use super::{Change, Grants, status};

impl Grants {
    /// Stores a grant under a key that has none, or only what is left of a deleted one.
    ///
    /// The session that led here is complete with the same commit: whoever cancels it in the last instant has either cancelled
    /// it, and nothing is connected, or comes too late.
    pub(in crate::engine) async fn created(&self, fresh: &Grant, session: Option<&Session>) -> Result<Result<Grant, Conflict>> {
        let mut grant = fresh.clone();
        let now = self.clock.now();
        let event_type = match grant.key.subject {
            SubjectKind::Installation => EventType::InstallationCreated,
            SubjectKind::User | SubjectKind::Tenant => EventType::ConnectionCreated,
        };
        if let Some(tombstone) = self.repo.find_tombstone(&grant.key).await? {
            grant.id = tombstone.id;
            grant.generation = tombstone.generation + 1;
            grant.revision = tombstone.revision;
            grant.fence = tombstone.fence;
            let guard = GrantGuard {
                generation: tombstone.generation,
                revision: Some(tombstone.revision),
                fence: tombstone.fence,
                lease: None,
            };
            let events = vec![status::event(event_type, &grant, now)];
            let change = Change { guard, schedule: Schedule::Both, release_lease: true, events };
            let session = session.map(|session| session.completed(&grant.id));
            return self.commit_with(&grant, change, session.as_ref()).await;
        }
        let session = session.map(|session| session.completed(&grant.id));
        let events = vec![status::event(event_type, &grant, now)];
        let stored = self.repo.insert_grant(&grant, events, session.as_ref()).await?;
        self.cache.remove(&grant.id);
        Ok(stored.map(|()| grant))
    }

    /// Stores a grant in place of the one under its key, as [`Grants::created`]. A lease under way loses: the fence moves, so that
    /// its late result does not replace what the person has just done.
    pub(in crate::engine) async fn replaced(
        &self,
        old: &Grant,
        fresh: &Grant,
        session: Option<&Session>,
    ) -> Result<Result<Grant, Conflict>> {
        let mut grant = fresh.clone();
        grant.id = old.id.clone();
        grant.created_at = old.created_at;
        grant.generation = old.generation + 1;
        grant.revision = old.revision;
        grant.fence = old.fence + 1;
        grant.committed_epoch = old.committed_epoch;
        let event_type = match grant.key.subject {
            SubjectKind::Installation => EventType::InstallationUpdated,
            SubjectKind::User | SubjectKind::Tenant => EventType::ConnectionUpdated,
        };
        let event = status::event(event_type, &grant, self.clock.now());
        let change = Change::of(old, Schedule::Both, [event]).ending_lease();
        let session = session.map(|session| session.completed(&grant.id));
        self.commit_with(&grant, change, session.as_ref()).await
    }
}
