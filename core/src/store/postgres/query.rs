//! Reads of grants and sessions. Every look-up by id carries its tenant (SR-38), and every look-up goes through an index.

use std::sync::LazyLock;

use tokio_postgres::Row;

use crate::base::{GrantId, Timestamp};
use crate::model::credential_type::Purpose;
use crate::model::grant::GrantStatus;
use crate::model::rows::{GrantFilter, GrantQuery, GrantRow, MetaRow, RecordCounts};
use crate::store::texts::subject_name;

use super::columns::{self, Cells, GRANT_COLUMNS, TIMED_COLUMNS};
use super::errors::Failure;
use super::fence;
use super::process::PROCESS;
use super::readable::readable;
use super::session::Db;
use super::statement::{Named, Param, Select, at_most, blob, text, texts, user};

/// What the vault says of itself.
pub(super) async fn find_meta(db: &Db) -> Result<Option<MetaRow>, Failure> {
    Ok(db.select(META, &[], columns::read_meta).await?.pop())
}

/// The time on the server's clock, if the vault lets this program read.
pub(super) async fn read_clock(db: &Db) -> Result<Timestamp, Failure> {
    let millis = fence::select(db, "clock", "SELECT :now AS at", &[], |cells| cells.integer()).await?.pop();
    Ok(Timestamp::from_unix_millis(millis.ok_or(Failure::Misfit)?))
}

/// One grant, if the vault lets this program read.
pub(super) async fn find_grant(db: &Db, query: &GrantQuery) -> Result<Option<GrantRow>, Failure> {
    match query {
        GrantQuery::Id(tenant, id) => {
            let values = [(":tenant_id", text(tenant.as_str())), (":id", text(id.as_str()))];
            db.select_one_kept(&GRANT, &values, read_if_let).await
        }
        GrantQuery::Key(key) => {
            let values = [
                (":tenant_id", text(key.tenant_id.as_str())),
                (":config", text(key.config.as_str())),
                (":subject", text(subject_name(key.subject, key.purpose))),
                (":user_id", user(key.user_id.as_ref())),
                (":label", text(key.label.as_str())),
            ];
            db.select_one_kept(&GRANT_BY_KEY, &values, read_if_let).await
        }
    }
}

/// `None`: there is none, which is a row too.
fn read_if_let(row: &Row) -> Result<Option<GrantRow>, Failure> {
    let mut cells = Cells::new(row, "grants");
    cells.take::<i32>()?;
    fence::read(&mut cells)?;
    if cells.is_null() { Ok(None) } else { columns::read_grant_at(&mut cells).map(Some) }
}

/// Several grants, in the order in which they are asked for: one round trip for those that are named by id, and one for those by key.
pub(super) async fn find_grants(db: &Db, queries: &[GrantQuery]) -> Result<Vec<Option<GrantRow>>, Failure> {
    let (mut tenants, mut ids) = (Vec::new(), Vec::new());
    let mut parts: [Vec<Option<&str>>; 5] = Default::default();
    for query in queries {
        match query {
            GrantQuery::Id(tenant, id) => {
                tenants.push(Some(tenant.as_str()));
                ids.push(Some(id.as_str()));
            }
            GrantQuery::Key(key) => {
                let user_id = key.user_id.as_ref().map_or("", |id| id.as_str());
                let subject = subject_name(key.subject, key.purpose);
                let texts = [key.tenant_id.as_str(), key.config.as_str(), subject, user_id, key.label.as_str()];
                for (part, text) in parts.iter_mut().zip(texts) {
                    part.push(Some(text));
                }
            }
        }
    }
    let mut found = Vec::new();
    if !ids.is_empty() {
        let values = [(":tenants", Param::Texts(tenants)), (":ids", Param::Texts(ids))];
        found.extend(db.select(&GRANTS, &values, columns::read_grant).await?);
    }
    let [key_tenants, configs, subjects, users, labels] = parts;
    if !key_tenants.is_empty() {
        let values = [
            (":tenants", Param::Texts(key_tenants)),
            (":configs", Param::Texts(configs)),
            (":subjects", Param::Texts(subjects)),
            (":users", Param::Texts(users)),
            (":labels", Param::Texts(labels)),
        ];
        found.extend(db.select(&GRANTS_BY_KEYS, &values, columns::read_grant).await?);
    }
    let is_it = |row: &GrantRow, query: &GrantQuery| match query {
        GrantQuery::Id(tenant, id) => (&row.tenant_id, &row.id) == (tenant, id),
        GrantQuery::Key(key) => {
            (&row.tenant_id, &row.config, row.subject, &row.user_id, &row.label, row.credential_type.purpose())
                == (&key.tenant_id, &key.config, key.subject, &key.user_id, &key.label, key.purpose)
        }
    };
    Ok(queries.iter().map(|query| found.iter().find(|row| is_it(row, query)).cloned()).collect())
}

/// A page of grants.
pub(super) async fn list_grants(db: &Db, filter: &GrantFilter) -> Result<Vec<GrantRow>, Failure> {
    let (mut found, mut after) = (Vec::new(), filter.after.as_ref().map_or("", GrantId::as_str).to_owned());
    loop {
        let wanted = filter.limit.saturating_sub(found.len());
        let rows = {
            let built = build_grants(filter, &after, wanted);
            let read = |row: &Row| Ok((Cells::new(row, "grants").text()?, readable(columns::read_grant(row))?));
            db.select(&built.sql, &built.values, read).await?
        };
        let is_last = rows.len() < wanted;
        for (id, row) in rows {
            found.extend(row);
            after = id;
        }
        // What was left out is made up for: a short page is the last one for whoever asked.
        if is_last || found.len() >= filter.limit {
            return Ok(found);
        }
    }
}

/// How many grants there are, and how many of them are to be sealed again.
pub(super) async fn count_records(db: &Db) -> Result<RecordCounts, Failure> {
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "grants");
        Ok(RecordCounts { grants: cells.count()?, outdated: cells.count()? })
    };
    Ok(db.select(RECORD_COUNTS, &[], read).await?.into_iter().next().unwrap_or_default())
}

/// How many grants there are in each state.
pub(super) async fn count_grants(db: &Db) -> Result<Vec<(GrantStatus, u64)>, Failure> {
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "grants");
        readable(cells.parsed(GrantStatus::parse).and_then(|status| Ok((status, cells.count()?))))
    };
    let mut counts: Vec<_> = db.select(GRANT_COUNTS, &[], read).await?.into_iter().flatten().collect();
    counts.sort_by_key(|(status, _)| GrantStatus::ALL.iter().position(|known| known == status));
    Ok(counts)
}

/// The statement of [`list_grants`].
pub(super) fn build_grants<'a>(filter: &'a GrantFilter, after: &'a str, limit: usize) -> Select<'a> {
    let mut values: Vec<Named<'_>> = vec![(":after", text(after)), (":limit", at_most(limit))];
    let mut conditions = vec!["id > :after"];
    if filter.is_outdated {
        // Literally, so that it is found to be that of the index.
        conditions.push("record_version < 2");
    }
    if filter.is_troubled {
        conditions.push("(status NOT IN ('active', 'pending') OR failed_attempts > 0 OR intent_digest IS NOT NULL)");
    }
    let mut restrict = |condition, value| {
        conditions.push(condition);
        values.push(value);
    };
    if let Some(key_id) = &filter.to_hash_under {
        // Literally, so that it is found to be that of the index.
        let condition =
            "account_hash IS NOT NULL AND (subject <> 'installation' OR substring(account_hash FROM 1 FOR 16) <> :key_id)";
        restrict(condition, (":key_id", blob(key_id)));
    }
    if let Some(id) = &filter.tenant_id {
        restrict("tenant_id = :tenant_id", (":tenant_id", text(id.as_str())));
    }
    if let Some(id) = &filter.provider {
        restrict("provider = :provider", (":provider", text(id.as_str())));
    }
    if let Some(id) = &filter.config {
        restrict("config = :config", (":config", text(id.as_str())));
    }
    if let Some(status) = filter.status {
        restrict("status = :status", (":status", text(status.as_str())));
    }
    if !filter.include_revoked {
        restrict("status <> :revoked", (":revoked", text(GrantStatus::Revoked.as_str())));
    }
    if !filter.subjects.is_empty() {
        let kept = filter.subjects.iter().flat_map(|subject| Purpose::ALL.map(|purpose| subject_name(*subject, purpose)));
        restrict("subject = ANY (:subjects)", (":subjects", texts(kept)));
    }
    let select = format!("SELECT {} FROM @grants WHERE {}", *WHOLE_GRANT, conditions.join(" AND "));
    let sql = match &filter.user_id {
        None => format!("{select} ORDER BY id LIMIT :limit"),
        Some(id) => {
            values.push((":user_id", text(id.as_str())));
            let own = format!("{select} AND user_id = :user_id ORDER BY id LIMIT :limit");
            if filter.or_no_user {
                // Both halves come in the order of ids, each no further than the page.
                format!(
                    "SELECT * FROM (({own}) UNION ALL ({select} AND user_id = '' ORDER BY id LIMIT :limit)) AS found
                        ORDER BY id LIMIT :limit"
                )
            } else {
                own
            }
        }
    };
    Select { sql, values }
}

const META: &str =
    "SELECT schema_version, oldest_reader, environment_hash, store_epoch, earlier_epoch FROM @meta WHERE only_row = 1";
const RECORD_COUNTS: &str = "SELECT count(*), count(*) FILTER (WHERE record_version < 2) FROM @grants";
const GRANT_COUNTS: &str = "SELECT status, count(*) FROM @grants GROUP BY status";

pub(super) static WHOLE_GRANT: LazyLock<String> =
    LazyLock::new(|| format!("{}, {TIMED_COLUMNS}", columns::columns(&GRANT_COLUMNS)));
/// Of whatever tenants: for jobs, which say themselves whose they are.
pub(super) static GRANTS_BY_IDS: LazyLock<String> =
    LazyLock::new(|| format!("SELECT {} FROM @grants WHERE id = ANY (:ids)", *WHOLE_GRANT));
static GRANT: LazyLock<String> = LazyLock::new(|| if_let("tenant_id = :tenant_id AND id = :id"));
static GRANT_BY_KEY: LazyLock<String> = LazyLock::new(|| {
    if_let("tenant_id = :tenant_id AND config = :config AND subject = :subject AND user_id = :user_id AND label = :label")
});

/// A grant behind what says who answers, and whether the vault lets this program read: a read that is made for each credential is one
/// statement.
fn if_let(wanted: &str) -> String {
    format!(
        "SELECT {PROCESS}, {lets}, {} FROM (SELECT 1) AS always LEFT JOIN @grants ON {wanted}",
        *WHOLE_GRANT,
        lets = *fence::LETS
    )
}

static GRANTS: LazyLock<String> = LazyLock::new(|| {
    format!("SELECT {} FROM @grants WHERE (tenant_id, id) IN (SELECT * FROM unnest(:tenants, :ids))", *WHOLE_GRANT)
});
static GRANTS_BY_KEYS: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {} FROM @grants WHERE (tenant_id, config, subject, user_id, label)
            IN (SELECT * FROM unnest(:tenants, :configs, :subjects, :users, :labels))",
        *WHOLE_GRANT
    )
});
