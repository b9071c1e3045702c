//! What is on the disk of each file, and what the system has only in memory.

use std::collections::BTreeMap;

/// A part of a write that is on the disk or is not.
const SECTOR: usize = 512;

/// What becomes of what was not flushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// All of it is lost.
    Lost,
    /// All of it has come to the disk.
    Kept,
    /// Some sectors of it have.
    Some,
}

/// Something that was done to a file.
#[derive(Clone, Debug)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Truncate(usize),
    Delete,
}

/// A file: what is on the disk of it, and what has been done to it since.
#[derive(Clone, Debug, Default)]
struct File {
    /// `None`: there is none.
    durable: Option<Vec<u8>>,
    pending: Vec<Change>,
}

/// Every file that SQLite has opened, by its path.
#[derive(Clone, Debug)]
pub(crate) struct Disk {
    files: BTreeMap<String, File>,
}

impl Disk {
    pub(crate) const fn new() -> Self {
        Disk { files: BTreeMap::new() }
    }

    /// A file is opened; `found` is read where nobody has opened it before: then it is on the disk.
    pub(crate) fn open(&mut self, path: &str, found: impl FnOnce() -> Option<Vec<u8>>) {
        self.files.entry(path.to_owned()).or_insert_with(|| File { durable: found(), pending: Vec::new() });
    }

    pub(crate) fn write(&mut self, path: &str, offset: usize, bytes: &[u8]) {
        self.change(path, Change::Write { offset, bytes: bytes.to_owned() });
    }

    pub(crate) fn truncate(&mut self, path: &str, length: usize) {
        self.change(path, Change::Truncate(length));
    }

    /// A file is deleted, at once where its folder is flushed too.
    pub(crate) fn delete(&mut self, path: &str, is_flushed: bool) {
        self.change(path, Change::Delete);
        if is_flushed {
            self.flush(path);
        }
    }

    /// All that was done to a file is on the disk.
    pub(crate) fn flush(&mut self, path: &str) {
        if let Some(file) = self.files.get_mut(path) {
            for change in std::mem::take(&mut file.pending) {
                apply(&mut file.durable, &change, |_| true);
            }
        }
    }

    fn change(&mut self, path: &str, change: Change) {
        self.files.entry(path.to_owned()).or_default().pending.push(change);
    }

    /// What is found when the power is back: each file with its content.
    pub(crate) fn after_cut(&self, fate: Fate, seed: u64) -> Vec<Found> {
        let mut dice = Dice(seed | 1);
        let mut found = Vec::new();
        for (path, file) in &self.files {
            let mut durable = file.durable.clone();
            for change in &file.pending {
                match fate {
                    Fate::Lost => {}
                    Fate::Kept => apply(&mut durable, change, |_| true),
                    Fate::Some => apply(&mut durable, change, |_| dice.roll()),
                }
            }
            found.extend(durable.map(|content| Found { path: path.clone(), content }));
        }
        found
    }
}

/// A file that is there when the power is back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) path: String,
    pub(crate) content: Vec<u8>,
}

/// Does to a file what was done, as far as `survives` says of each sector.
fn apply(content: &mut Option<Vec<u8>>, change: &Change, mut survives: impl FnMut(usize) -> bool) {
    match change {
        Change::Write { offset, bytes } => {
            let mut at = 0;
            while at < bytes.len() {
                // To the end of the sector in which it begins.
                let length = (SECTOR - (offset + at) % SECTOR).min(bytes.len() - at);
                if survives((offset + at) / SECTOR) {
                    let content = content.get_or_insert_default();
                    let (from, to) = (offset + at, offset + at + length);
                    if content.len() < to {
                        content.resize(to, 0);
                    }
                    content[from..to].copy_from_slice(&bytes[at..at + length]);
                }
                at += length;
            }
        }
        Change::Truncate(length) if survives(0) => {
            if let Some(content) = content {
                content.resize(*length, 0);
            }
        }
        Change::Delete if survives(0) => *content = None,
        Change::Truncate(_) | Change::Delete => {}
    }
}

/// Random numbers that come again with their seed (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 63 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(disk: &Disk, fate: Fate, path: &str) -> Option<Vec<u8>> {
        disk.after_cut(fate, 7).into_iter().find(|found| found.path == path).map(|found| found.content)
    }

    #[test]
    fn what_was_flushed_is_there_and_what_was_not_may_be() {
        let mut disk = Disk::new();
        disk.open("v", || Some(vec![1; 600]));
        disk.write("v", 500, &[2; 100]);
        disk.flush("v");
        disk.write("v", 0, &[3; 4096]);
        let flushed = [vec![1; 500], vec![2; 100]].concat();
        assert_eq!(content(&disk, Fate::Lost, "v"), Some(flushed));
        assert_eq!(content(&disk, Fate::Kept, "v"), Some(vec![3; 4096]));
        let torn = content(&disk, Fate::Some, "v").unwrap();
        assert!(torn.chunks(SECTOR).any(|sector| sector[0] == 3) && torn.chunks(SECTOR).any(|sector| sector[0] != 3));
    }

    #[test]
    fn a_file_that_was_never_flushed_may_not_exist() {
        let mut disk = Disk::new();
        disk.open("w", || None);
        disk.write("w", 0, b"x");
        assert_eq!(content(&disk, Fate::Lost, "w"), None);
        disk.flush("w");
        disk.delete("w", false);
        assert_eq!(content(&disk, Fate::Lost, "w"), Some(b"x".to_vec()), "its folder was not flushed");
        disk.delete("w", true);
        assert_eq!(content(&disk, Fate::Lost, "w"), None);
    }

    #[test]
    fn what_was_cut_off_is_gone_once_that_is_flushed() {
        let mut disk = Disk::new();
        disk.open("w", || Some(vec![1; 10]));
        disk.truncate("w", 3);
        assert_eq!(content(&disk, Fate::Lost, "w").unwrap().len(), 10);
        disk.flush("w");
        assert_eq!(content(&disk, Fate::Lost, "w").unwrap().len(), 3);
    }
}
