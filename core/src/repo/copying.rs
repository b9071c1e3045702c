//! Copies a vault from one store into another while processes use it, and leaves the old one only when the new one is whole.
//!
//! Rows go over as they are sealed. First everything, then again and again what has changed meanwhile, without a lock. Then nobody begins
//! another exchange, those under way end, nobody writes any more, and what is left is copied: the moment in which the source is left for the
//! target. Whoever is killed before it has changed nothing in the source; whoever is killed behind it has left a target that only has to be
//! declared complete. Both are gone on with by the same command.

use sha2::{Digest as _, Sha256};

use crate::base::{Error, ErrorCode, Result, entropy};
use crate::model::rows::VAULT_VERSION;
use crate::store::{Cell, CopySource, CopyTarget, Depth, LEFT_ROOT_KEYS, Mark, Moved, Put, Range, SpoolFolder, TABLES, Table};

mod leaving;

/// Where a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CopyStep {
    /// So many rows of about so many are there.
    Rows { done: u64, of: u64 },
    /// What has changed meanwhile is copied; so many rows differed.
    Changes { rows: u64 },
    /// Every record of the target is opened.
    Opening,
    /// Exchanges under way are waited for.
    Exchanges { left: u64 },
    /// Nobody writes into the source.
    WritesHeld,
    /// All rows are in the target, and are compared.
    Compared,
    /// The target has them durably. The source is as before.
    Stored,
    /// The source is left.
    Fenced,
    /// The target is a vault.
    Complete,
}

/// What a copy has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Copied {
    /// Rows that the target has.
    pub(crate) rows: u64,
    /// The same for each table.
    pub(crate) tables: Vec<TableCount>,
}

/// How many rows of a table there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableCount {
    pub(crate) table: &'static str,
    pub(crate) rows: u64,
}

/// Copies one vault.
pub(crate) struct Copying {
    pub(crate) source: Box<dyn CopySource>,
    pub(crate) target: Box<dyn CopyTarget>,
    pub(crate) mark: Mark,
    /// Where renewed tokens wait that the source has not taken yet.
    pub(crate) spool: Option<SpoolFolder>,
}

/// How rows that differ are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sweep {
    /// Page by page, each durable by itself.
    Live,
    /// What the source does not have, or has otherwise, goes.
    Remove,
    /// What the target does not have comes.
    Add,
}

/// What tells this vault from others, however its rows change: its environment, and the root key that it began with.
pub(crate) async fn origin(source: &mut dyn CopySource) -> Result<[u8; 32]> {
    let mut hash = Sha256::new();
    hash.update(b"authpipe copy 1\0");
    for name in ["meta", "root_keys"] {
        let Some(table) = TABLES.iter().find(|table| table.name == name) else { continue };
        let mut rows = source.read(Range { table, after: None, up_to: None, limit: 1000, depth: Depth::Whole }).await?;
        let at = |name: &str| table.columns.iter().position(|column| column.name == name).unwrap_or_default();
        if name == "meta" && rows.iter().any(|row| row[at("schema_version")] != Cell::Number(VAULT_VERSION.into())) {
            let message =
                format!("A newer version of Authpipe wrote {}: what it has put there would be left behind.", source.name());
            return Err(Error::new(ErrorCode::VaultNewer, message).with_hint("Move it with that version."));
        }
        let (first, then) = if name == "meta" { ("environment_hash", "only_row") } else { ("created_at", "root_key_id") };
        rows.sort_by(|one, other| (&one[at(first)], &one[at(then)]).cmp(&(&other[at(first)], &other[at(then)])));
        if let Some(row) = rows.first() {
            hash.update(format!("{:?} {:?}\0", row[at(first)], row[at(then)]));
        }
    }
    Ok(hash.finalize().into())
}

/// Whether a vault is the one that was left here: a sentinel is sealed once, so that no vault that was made anew has the same one. Where root
/// keys were rotated since, they have none in common any more, and it is not known.
pub(crate) async fn is_same_vault(source: &mut dyn CopySource, target: &mut dyn CopyTarget) -> Result<bool> {
    let Some(here) = TABLES.iter().find(|table| table.name == "root_keys") else { return Ok(false) };
    let all = |table| Range { table, after: None, up_to: None, limit: 1000, depth: Depth::Whole };
    let left = source.read(all(LEFT_ROOT_KEYS)).await?;
    let found = target.read(all(here)).await?;
    Ok(left.iter().any(|left| found.iter().any(|row| row[..SENTINEL_END] == left[..SENTINEL_END])))
}

/// A root key's id, and its sentinel.
const SENTINEL_END: usize = 2;

/// A mark for a copy that begins now.
pub(crate) fn new_mark(origin: [u8; 32]) -> Mark {
    Mark { copy_id: entropy::make_bytes(), origin }
}

impl Copying {
    /// A copy into this target, which is a new one or was begun earlier.
    ///
    /// # Errors
    /// - `invalid_request`: something else is there.
    pub(crate) async fn begin(
        source: Box<dyn CopySource>,
        mut target: Box<dyn CopyTarget>,
        origin: [u8; 32],
        spool: Option<SpoolFolder>,
    ) -> Result<Self> {
        let Some(mark) = target.mark().await? else {
            let message = format!("There is a vault at {} already.", target.name());
            return Err(Error::new(ErrorCode::InvalidRequest, message)
                .with_hint("Name a place where nothing is: a copy replaces nothing and is added to nothing."));
        };
        if mark.origin != origin {
            let message = format!("At {} there is an unfinished copy of another vault than {}.", target.name(), source.name());
            return Err(Error::new(ErrorCode::InvalidRequest, message).with_hint("Delete it, or name another place."));
        }
        Ok(Copying { source, target, mark, spool })
    }

    /// Copies everything, and what changes meanwhile until little is left.
    pub(crate) async fn copy(&mut self, told: &mut (dyn FnMut(CopyStep) + Send)) -> Result<()> {
        for _ in 0..MOST_ROUNDS {
            if self.sweep_live(told).await? <= FEW {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn sweep_live(&mut self, told: &mut (dyn FnMut(CopyStep) + Send)) -> Result<u64> {
        let mut of = 0;
        for table in TABLES {
            of += self.source.count(table).await?;
        }
        let (mut done, mut changed) = (0, 0);
        for table in TABLES {
            changed += self
                .sweep(table, Sweep::Live, &mut |rows| {
                    done += rows;
                    told(CopyStep::Rows { done: done.min(of), of });
                })
                .await?;
        }
        told(CopyStep::Changes { rows: changed });
        Ok(changed)
    }

    /// Leaves the source for the target.
    ///
    /// # Errors
    /// - `vault_locked`: exchanges do not end, or somebody writes for too long. The source is as before.
    pub(crate) async fn finish(&mut self, told: &mut (dyn FnMut(CopyStep) + Send)) -> Result<Copied> {
        let moved = Moved { to: self.target.whole_name(), copy_id: self.mark.copy_id };
        let finished = self.finish_held(&moved, told).await;
        if finished.is_err() {
            // What cannot be given back now is given back with the connection.
            let _ = self.target.roll_back().await;
            let _ = self.source.let_go().await;
        }
        let copied = finished?;
        self.complete(told).await?;
        Ok(copied)
    }

    async fn finish_held(&mut self, moved: &Moved, told: &mut (dyn FnMut(CopyStep) + Send)) -> Result<Copied> {
        self.wait_for_exchanges(told).await?;
        told(CopyStep::WritesHeld);
        self.target.begin().await?;
        // First all that goes, in every table: what comes finds no row in its place that has gone from the source.
        for table in TABLES {
            self.sweep(table, Sweep::Remove, &mut |_| {}).await?;
        }
        for table in TABLES {
            self.sweep(table, Sweep::Add, &mut |_| {}).await?;
        }
        let copied = self.compare().await?;
        let numbers = self.source.numbers().await?;
        self.target.set_numbers(numbers).await?;
        told(CopyStep::Compared);
        self.target.commit().await?;
        told(CopyStep::Stored);
        self.source.fence(moved).await?;
        told(CopyStep::Fenced);
        Ok(copied)
    }

    /// Declares the target complete, where the source was left for it.
    pub(crate) async fn complete(&mut self, told: &mut (dyn FnMut(CopyStep) + Send)) -> Result<()> {
        self.target.complete().await?;
        told(CopyStep::Complete);
        Ok(())
    }

    /// Brings a table of the target closer to the source's; how many rows differed. `after_page` is told how many rows were looked at.
    async fn sweep(&mut self, table: &'static Table, sweep: Sweep, after_page: &mut (dyn FnMut(u64) + Send)) -> Result<u64> {
        let (mut after, mut changed) = (None::<Vec<Cell>>, 0);
        loop {
            let from = after.as_deref();
            let mut page =
                self.source.read(Range { table, after: from, up_to: None, limit: PAGE, depth: Depth::Outline }).await?;
            let mut end = page.last().filter(|_| page.len() >= PAGE).map(|row| table.key_of(row).to_vec());
            let up_to = end.as_deref();
            let there = self.target.read(Range { table, after: from, up_to, limit: MOST, depth: Depth::Outline }).await?;
            if let Some(last) = there.last().filter(|_| there.len() >= MOST) {
                // So much has gone from the source here that the target's is not read in one piece: up to where it was read.
                let last = table.key_of(last).to_vec();
                page.retain(|row| *table.key_of(row) <= *last);
                end = Some(last);
            }
            let differs = difference(table, &page, &there);
            changed += (differs.gone.len() + differs.wanted.len()) as u64;
            self.apply(table, sweep, &differs).await?;
            after_page(page.len() as u64);
            if end.is_none() {
                return Ok(changed);
            }
            after = end;
        }
    }

    async fn apply(&mut self, table: &'static Table, sweep: Sweep, differs: &Difference) -> Result<()> {
        let Difference { gone, wanted } = differs;
        if gone.is_empty() && wanted.is_empty() {
            return Ok(());
        }
        match sweep {
            Sweep::Remove => return if gone.is_empty() { Ok(()) } else { self.target.remove(table, gone).await },
            Sweep::Add if wanted.is_empty() => return Ok(()),
            Sweep::Add => {
                let rows = self.source.read_keys(table, wanted).await?;
                if self.target.put(table, &rows).await? == Put::Collides {
                    return Err(self.unlike(table));
                }
                return self.compare_rows(table, wanted, rows).await;
            }
            Sweep::Live => {}
        }
        let rows = self.source.read_keys(table, wanted).await?;
        self.target.begin().await?;
        let put = async {
            self.target.remove(table, gone).await?;
            self.target.put(table, &rows).await
        };
        match put.await {
            // What collides is in the way of a row that has gone meanwhile: the last sweep sees both.
            Ok(Put::Done | Put::Collides) => self.target.commit().await,
            Err(error) => {
                let _ = self.target.roll_back().await;
                Err(error)
            }
        }
    }

    /// Reads back what was put last, byte by byte: it was not opened there yet.
    async fn compare_rows(&mut self, table: &'static Table, keys: &[Vec<Cell>], mut rows: Vec<Vec<Cell>>) -> Result<()> {
        let mut there = self.target.read_keys(table, keys).await?;
        for all in [&mut rows, &mut there] {
            all.iter_mut().for_each(|row| without_lengths(table, row));
            all.sort();
        }
        if rows == there { Ok(()) } else { Err(self.unlike(table)) }
    }

    async fn compare(&mut self) -> Result<Copied> {
        let mut copied = Copied::default();
        for table in TABLES {
            let (rows, there) = (self.source.count(table).await?, self.target.count(table).await?);
            if rows != there {
                return Err(self.unlike(table));
            }
            copied.rows += rows;
            copied.tables.push(TableCount { table: table.name, rows });
        }
        Ok(copied)
    }

    fn unlike(&self, table: &Table) -> Error {
        let (source, target) = (self.source.name(), self.target.name());
        Error::new(ErrorCode::VaultUnavailable, format!("The rows of {} in {target} are not those of {source}.", table.name))
            .with_hint("Nothing was left. Delete the copy, and begin again.")
    }
}

/// What is otherwise in the target than in the source.
struct Difference {
    /// Keys of rows that are to go from the target.
    gone: Vec<Vec<Cell>>,
    /// Keys of rows that are to come from the source.
    wanted: Vec<Vec<Cell>>,
}

/// Compares two lists in the order of keys.
fn difference(table: &Table, source: &[Vec<Cell>], target: &[Vec<Cell>]) -> Difference {
    let (mut gone, mut wanted) = (Vec::new(), Vec::new());
    let key = |row: &Vec<Cell>| table.key_of(row).to_vec();
    let (mut ours, mut theirs) = (source.iter().peekable(), target.iter().peekable());
    loop {
        match (ours.peek(), theirs.peek()) {
            (None, None) => return Difference { gone, wanted },
            (Some(row), None) => wanted.push(key(row)),
            (None, Some(row)) => gone.push(key(row)),
            (Some(row), Some(other)) => match table.key_of(row).cmp(table.key_of(other)) {
                std::cmp::Ordering::Less => {
                    wanted.push(key(row));
                    ours.next();
                    continue;
                }
                std::cmp::Ordering::Greater => {
                    gone.push(key(other));
                    theirs.next();
                    continue;
                }
                std::cmp::Ordering::Equal => {
                    if row != other {
                        gone.push(key(row));
                        wanted.push(key(row));
                    }
                }
            },
        }
        ours.next();
        theirs.next();
    }
}

fn without_lengths(table: &Table, row: &mut [Cell]) {
    for (column, cell) in table.columns.iter().zip(row) {
        if column.is_length() {
            *cell = Cell::Nothing;
        }
    }
}

/// So many rows are looked at together.
const PAGE: usize = 500;
/// At most so many of the target beside them.
const MOST: usize = 5_000;
/// Few enough to be copied while nobody writes.
const FEW: u64 = 1_000;
/// Where more changes than is copied, it is not getting better.
const MOST_ROUNDS: u32 = 6;
