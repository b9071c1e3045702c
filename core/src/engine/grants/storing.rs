//! Stores the grants that a person has just made: as new ones, over deleted ones, or in place of those that they reconnect.

use crate::base::Result;
use crate::engine::common::registrations::News;
use crate::model::audit::AuditKind;
use crate::model::event::{Event, EventType};
use crate::model::grant::{Grant, Material};
use crate::model::rows::{Conflict, GrantGuard, LeaseGuard, Schedule};
use crate::model::session::Session;
use crate::model::subject::SubjectKind;
use crate::repo::{Act, GrantWrite, Tombstone};

use super::{Change, Grants, status};

/// A grant that has just been made, and the one that stands under its key.
pub(in crate::engine) struct Made<'a> {
    pub(in crate::engine) fresh: &'a Grant,
    pub(in crate::engine) old: Option<&'a Grant>,
}

/// How a grant gets under its key.
#[expect(clippy::large_enum_variant, reason = "it lives as long as one commit")]
enum Placed {
    /// The key is free.
    New(Grant, Vec<Event>, Act),
    /// It takes the place of another one, or of what is left of it.
    Over(Grant, Change),
}

impl Placed {
    const fn grant(&self) -> &Grant {
        match self {
            Placed::New(grant, ..) | Placed::Over(grant, _) => grant,
        }
    }

    const fn events(&mut self) -> &mut Vec<Event> {
        match self {
            Placed::New(_, events, _) => events,
            Placed::Over(_, change) => &mut change.events,
        }
    }
}

impl Grants {
    /// Stores what one flow has made, each grant under its key: all of them or none. Gives them in the same order.
    ///
    /// The session that led here is complete with the same commit, and tells of the first grant: whoever cancels it in the last
    /// instant has either cancelled it, and nothing is connected, or comes too late. So is the news that the config's client is taken
    /// again, where it is some.
    pub(in crate::engine) async fn stored(
        &self,
        made: &[Made<'_>],
        session: Option<&Session>,
        recovery: Option<News>,
    ) -> Result<Result<Vec<Grant>, Conflict>> {
        let free = made.iter().filter(|made| made.old.is_none()).map(|made| &made.fresh.key);
        let mut tombstones = self.repo.find_tombstones(free).await?.into_iter();
        let mut placed: Vec<Placed> = made
            .iter()
            .map(|Made { fresh, old }| match old {
                Some(old) => self.over(old, fresh),
                None => self.under_free_key(fresh, tombstones.next().flatten()),
            })
            .collect();
        if let Some(first) = placed.first_mut().filter(|_| recovery.is_some()) {
            let event = status::event(EventType::ConfigRecovered, first.grant(), self.clock.now());
            first.events().push(event);
        }
        let session = placed.first().and_then(|first| session.map(|session| session.completed(&first.grant().id)));
        let writes = placed.iter().map(|placed| match placed {
            Placed::New(grant, events, act) => GrantWrite::Insert { grant, events: events.clone(), act: Some(act.clone()) },
            Placed::Over(grant, change) => GrantWrite::Replace(change.clone().update(grant)),
        });
        let outcome = self.repo.write_grants(writes.collect(), session.as_ref()).await;
        for placed in &placed {
            // Whatever the outcome: where no answer came, another account may be in its place.
            self.cache.remove(&placed.grant().id);
        }
        if let (Ok(Ok(_)), Some(news)) = (&outcome, recovery) {
            news.told();
        }
        outcome
    }

    /// Under a key that has no grant, or only what is left of a deleted one.
    fn under_free_key(&self, fresh: &Grant, tombstone: Option<Tombstone>) -> Placed {
        let mut grant = fresh.clone();
        let now = self.clock.now();
        let event_type = match grant.key.subject {
            SubjectKind::Installation => EventType::InstallationCreated,
            SubjectKind::User | SubjectKind::Tenant => EventType::ConnectionCreated,
        };
        let Some(tombstone) = tombstone else {
            let event = status::event(event_type, &grant, now);
            let act = Act { kind: kind_of(&grant), actor: None };
            return Placed::New(grant, vec![event], act);
        };
        grant.id = tombstone.id;
        grant.generation = tombstone.generation + 1;
        grant.revision = tombstone.next_revision;
        grant.fence = tombstone.next_fence;
        let guard = GrantGuard {
            generation: tombstone.generation,
            revision: Some(tombstone.revision),
            fence: tombstone.fence,
            lease: LeaseGuard::Any,
        };
        let events = vec![status::event(event_type, &grant, now)];
        let act = Some(Act { kind: kind_of(&grant), actor: None });
        Placed::Over(
            grant,
            Change { guard, schedule: Schedule::Both, release_lease: true, events, act, held: None, revocation: None },
        )
    }

    /// In place of the one under its key. A lease under way loses: the fence moves, so that its late result does not replace what
    /// the person has just done. Where the refresh token is kept, the fence stays: whoever has spent that token and lives may still
    /// bring its successor, without which what was kept is worth nothing.
    fn over(&self, old: &Grant, fresh: &Grant) -> Placed {
        let mut grant = fresh.clone();
        grant.id = old.id.clone();
        grant.created_at = old.created_at;
        grant.generation = old.generation + 1;
        grant.revision = old.revision;
        let keeps = keeps_refresh_token(old, &grant);
        grant.fence = if keeps { old.fence } else { old.fence + 1 };
        grant.committed_epoch = old.committed_epoch;
        let event_type = match grant.key.subject {
            SubjectKind::Installation => EventType::InstallationUpdated,
            SubjectKind::User | SubjectKind::Tenant => EventType::ConnectionUpdated,
        };
        let event = status::event(event_type, &grant, self.clock.now());
        let change = Change::of(old, Schedule::Both, [event]).told_as(kind_of(&grant), None);
        if !keeps {
            let replaced = self.replaced_by(old, &grant);
            return Placed::Over(grant, change.ending_lease().revoking(replaced));
        }
        // What is kept must not be spent meanwhile: whoever has acquired the lease since it was read comes first. What is in doubt
        // about it stays so (SR-61).
        let guard = GrantGuard { lease: LeaseGuard::NotAcquired { since: old.lease_epoch }, ..change.guard };
        Placed::Over(grant, Change { guard, ..change })
    }
}

/// As what it is told in the audit log that a grant was stored.
fn kind_of(grant: &Grant) -> AuditKind {
    match (&grant.secrets.material, grant.key.subject) {
        (Material::Fields(_), _) => AuditKind::CredentialStored,
        (Material::OAuth(_), SubjectKind::Installation) => AuditKind::InstallationInstalled,
        (Material::OAuth(_), SubjectKind::User | SubjectKind::Tenant) => AuditKind::ConnectionConnected,
    }
}

/// Whether a grant renews with the refresh token of the one whose place it takes.
fn keeps_refresh_token(old: &Grant, fresh: &Grant) -> bool {
    let (old, fresh) = (old.secrets.material.renewal().refresh_token(), fresh.secrets.material.renewal().refresh_token());
    old.zip(fresh).is_some_and(|(old, kept)| old.is_same(kept))
}
