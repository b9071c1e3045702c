//! Changes of a grant that has stood before: it ends, is checked, put off, approved, deleted, used.

use crate::base::{Error, Result, Timestamp, UserId};
use crate::model::audit::AuditKind;
use crate::model::event::Event;
use crate::model::grant::{Evidence, Grant, GrantStatus, Material, StatusReason};
use crate::model::revocation::RevocationOutcome;
use crate::model::rows::{Conflict, GrantJob, Schedule};
use crate::model::subject::{GrantKey, SubjectKind};

use super::revocations::LeftToRevoke;
use super::{Change, Grants, rejections, status};

/// What a check has found, and when the next one is due.
pub(in crate::engine) struct Check {
    pub(in crate::engine) finding: Finding,
    pub(in crate::engine) next_check_at: Option<Timestamp>,
    /// What the event tells, where the answer showed no live credential.
    pub(in crate::engine) told: Option<Error>,
}

/// What a check has found.
pub(in crate::engine) enum Finding {
    /// Nothing that changes the grant.
    Nothing,
    /// The provider accepts it. What a failed renewal has noted, only a renewal takes back.
    Works,
    /// The API rejects its access token, and the refresh that would tell more is refused: evidence, and perhaps enough.
    TokenRejected,
    /// Something does not work, which may pass.
    Refused(StatusReason),
    /// It has ended, and its token with it.
    TokenEnded(StatusReason),
    /// It has ended; its token is served for as long as it lives.
    Ended(StatusReason),
}

/// What became of an approval.
pub(in crate::engine) enum Approval {
    /// It holds its organisation.
    Approved(Grant),
    /// Another tenant's installation holds the organisation.
    OrganisationHeld,
    /// It does not wait for one.
    NotAwaited(Grant),
    /// It was deleted meanwhile.
    Gone,
}

impl Grants {
    /// Nothing can renew it any more. Its access token is served for as long as it lives. `None`: it has changed since it was read.
    pub(in crate::engine) async fn ended(&self, before: &Grant, reason: StatusReason) -> Result<Option<Grant>> {
        let mut ended = before.clone();
        ended.secrets.provider_details = None;
        let event = status::change(&mut ended, GrantStatus::NeedsReauth, Some(reason), self.clock.now());
        rejections::bury_rejected(&mut ended, self.clock.now());
        ended.refresh_at = None;
        ended.next_check_at = None;
        let change = Change::of(before, Schedule::Both, event).ending_lease();
        Ok(self.commit(&ended, change).await?.is_ok().then_some(ended))
    }

    /// A check has been made. Gives the grant as it then stands: with what the check has found, unless another token or another
    /// grant has taken its place, of which it says nothing. One that was deleted meanwhile is given as it was.
    pub(in crate::engine) async fn checked(&self, before: &Grant, check: Check) -> Result<Grant> {
        let mut current = before.clone();
        let is_about_itself = matches!(check.finding, Finding::TokenRejected) && self.is_about_itself(before).await;
        loop {
            let mut grant = current.clone();
            let event = self.note_finding(&mut grant, &check, is_about_itself);
            let event = event.map(|event| status::telling(event, check.told.as_ref()));
            if let Ok(stored) = self.commit(&grant, Change::of(&current, Schedule::Check, event)).await? {
                return Ok(stored);
            }
            let Some(stored) = self.load(&before.key.tenant_id, &before.id).await? else { return Ok(current) };
            if !tells_of(before, &stored) {
                return Ok(stored);
            }
            current = stored;
        }
    }

    /// Changes a grant by what a check has found; gives the event.
    fn note_finding(&self, grant: &mut Grant, check: &Check, is_about_itself: bool) -> Option<Event> {
        let now = self.clock.now();
        grant.next_check_at = check.next_check_at;
        note_answer(grant, check);
        match &check.finding {
            Finding::Nothing => None,
            Finding::Works => {
                grant.last_ok_at = Some(now);
                if let Material::OAuth(tokens) = &mut grant.secrets.material {
                    rejections::acquit(tokens);
                }
                grant.secrets.evidence = grant.secrets.evidence.map(|known| Evidence { is_rejected: false, ..known });
                let heals = !status::is_by_refresh(grant);
                heals.then(|| status::change(grant, GrantStatus::Active, None, now)).flatten()
            }
            Finding::TokenRejected => {
                grant.secrets.evidence = grant.secrets.evidence.map(|known| Evidence { is_rejected: true, ..known });
                is_about_itself.then(|| rejections::end_by_evidence(grant, now)).flatten()
            }
            Finding::Refused(reason) => status::change(grant, GrantStatus::Degraded, Some(reason.clone()), now),
            Finding::TokenEnded(reason) => {
                rejections::bury(grant, now);
                status::change(grant, GrantStatus::NeedsReauth, Some(reason.clone()), now)
            }
            Finding::Ended(reason) => status::change(grant, GrantStatus::NeedsReauth, Some(reason.clone()), now),
        }
    }

    /// Nothing can be asked about it: without this it would fall due again and again. Whatever else has changed meanwhile, such as
    /// its tokens by a renewal that was due at the same time, changes nothing about that.
    pub(in crate::engine) async fn not_checkable(&self, grant: Grant) -> Result<()> {
        let mut current = Some(grant);
        while let Some(grant) = current.filter(|grant| grant.next_check_at.is_some()) {
            let quiet = Grant { next_check_at: None, ..grant.clone() };
            if self.commit(&quiet, Change::of(&grant, Schedule::Check, None)).await?.is_ok() {
                return Ok(());
            }
            current = self.load(&grant.key.tenant_id, &grant.id).await?;
        }
        Ok(())
    }

    /// It is not renewed ahead of expiry before this time; never where `refresh_at` is `None`. A conflict changes nothing: whoever
    /// moved the grant has said when it is due.
    pub(in crate::engine) async fn postponed(&self, before: &Grant, refresh_at: Option<Timestamp>) -> Result<()> {
        let later = Grant { refresh_at, ..before.clone() };
        self.commit(&later, Change::of(before, Schedule::Refresh, None)).await.map(drop)
    }

    /// It falls due then for this, in place of a time far away that a wrong clock has led to. A conflict changes nothing: whoever moved the
    /// grant has said when it is due.
    pub(in crate::engine) async fn planned_anew(&self, before: &Grant, job: GrantJob, at: Timestamp) -> Result<()> {
        let mut planned = before.clone();
        let schedule = match job {
            GrantJob::Refresh => {
                planned.refresh_at = Some(at);
                Schedule::Refresh
            }
            GrantJob::Check => {
                planned.next_check_at = Some(at);
                Schedule::Check
            }
        };
        self.commit(&planned, Change::of(before, schedule, None)).await.map(drop)
    }

    /// It was paused under another registration, and nobody need wait for a try under this one. What has failed so far stays noted:
    /// no renewal has worked. A conflict changes nothing.
    pub(in crate::engine) async fn resumed(&self, before: &Grant) -> Result<()> {
        let resumed = Grant { next_attempt_at: None, ..before.clone() };
        self.commit(&resumed, Change::of(before, Schedule::Kept, None)).await.map(drop)
    }

    /// The operator takes responsibility for an installation: it holds its organisation from now on, and is checked soon. Whatever else is
    /// noted of it meanwhile changes nothing about that.
    pub(in crate::engine) async fn approved(&self, mut before: Grant) -> Result<Approval> {
        while before.secrets.status == GrantStatus::PendingApproval {
            let now = self.clock.now();
            let mut grant = before.clone();
            let event = status::change(&mut grant, GrantStatus::Pending, None, now);
            grant.secrets.pending_since = Some(now);
            grant.next_check_at = Some(now.plus(self.settings.policy.spread_poll));
            let change = Change::of(&before, Schedule::Check, event).told_as(AuditKind::InstallationApproved, None);
            match self.commit(&grant, change).await? {
                Ok(grant) => return Ok(Approval::Approved(grant)),
                Err(Conflict::OrganisationHeld) => return Ok(Approval::OrganisationHeld),
                Err(_) => match self.load(&before.key.tenant_id, &before.id).await? {
                    Some(current) => before = current,
                    None => return Ok(Approval::Gone),
                },
            }
        }
        Ok(Approval::NotAwaited(before))
    }

    /// The application has deleted it, whatever happens to it meanwhile: reads are denied at once, its secrets are gone with the
    /// same commit, and nothing that is under way revives it. What the provider is to revoke is queued with that commit (SR-27).
    pub(in crate::engine) async fn deleted(&self, mut grant: Grant, actor: Option<&UserId>) -> Result<LeftToRevoke> {
        let kind = match grant.key.subject {
            SubjectKind::Installation => AuditKind::InstallationDeleted,
            SubjectKind::User | SubjectKind::Tenant => AuditKind::ConnectionDeleted,
        };
        loop {
            let mut deleted = grant.clone();
            deleted.fence += 1;
            if grant.secrets.reason == Some(StatusReason::Unreadable) {
                // Nobody vouches for the number in its row.
                deleted.fence = deleted.fence.max(self.repo.fence_ahead());
            }
            // What was sealed before does not open in the row that is left, whoever puts it back (SR-44).
            deleted.generation += 1;
            let event = status::change(&mut deleted, GrantStatus::Revoked, Some(StatusReason::Deleted), self.clock.now());
            let left = self.revocation_of(&grant);
            let change = Change::of(&grant, Schedule::Both, event).ending_lease().told_as(kind, actor);
            if self.commit(&deleted, change.revoking(left.as_ref().ok().cloned())).await?.is_ok() {
                return Ok(match left {
                    Ok(new) => LeftToRevoke::Tokens(Box::new(new.held())),
                    Err(outcome) => LeftToRevoke::Nothing(outcome),
                });
            }
            match self.load_to_delete(&grant.key.tenant_id, &grant.id).await? {
                Some(current) => grant = current,
                // Somebody else has deleted it, and left the same to be done.
                None => return Ok(LeftToRevoke::Nothing(left.map_or_else(|outcome| outcome, |_| RevocationOutcome::Pending))),
            }
        }
    }

    /// The provider has refused a sign-in with what the grant says the provider wants. One that came after the start of that
    /// sign-in did not go along with it, and stays.
    pub(in crate::engine) async fn challenge_refused(&self, key: &GrantKey, signed_in_since: Timestamp) -> Result<()> {
        while let Some(grant) = self.find(key).await? {
            if grant.secrets.pending_claims.is_none() || grant.updated_at > signed_in_since {
                return Ok(());
            }
            let mut bare = grant.clone();
            bare.secrets.pending_claims = None;
            if self.commit(&bare, Change::of(&grant, Schedule::Kept, None)).await?.is_ok() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Whether what a check has found of a grant is true of it as it stands: it is about one token, and about a grant that lives or
/// one that waits; of one that has ended meanwhile it says nothing.
fn tells_of(checked: &Grant, stored: &Grant) -> bool {
    let lives = |grant: &Grant| matches!(grant.secrets.status, GrantStatus::Active | GrantStatus::Degraded);
    (stored.generation, stored.fence) == (checked.generation, checked.fence)
        && (stored.secrets.status == checked.secrets.status || (lives(stored) && lives(checked)))
}

/// What the provider said is kept as long as it says why the grant stands as it does.
fn note_answer(grant: &mut Grant, check: &Check) {
    let is_paused = grant.secrets.paused_by.is_some();
    match &check.finding {
        Finding::Works if !is_paused => grant.secrets.provider_details = None,
        Finding::Refused(_) | Finding::TokenEnded(_) | Finding::Ended(_) => {
            let said = check.told.as_ref().and_then(|told| told.context().provider_details.clone());
            grant.secrets.provider_details = said;
        }
        Finding::Works | Finding::Nothing | Finding::TokenRejected => {}
    }
}
