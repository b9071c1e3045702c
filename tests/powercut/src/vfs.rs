//! SQLite's file system, with a disk of ours kept beside it. The functions that SQLite calls are the unsafe code of this crate: each gets its
//! pointers from SQLite, by the rules of sqlite3_vfs and sqlite3_io_methods.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rusqlite::ffi;

use super::disk::{Disk, Fate};

/// When and how the power is cut.
#[derive(Clone, Debug)]
pub struct Cut {
    /// At which write, flush or deletion, counted from 1.
    pub at: u64,
    /// What becomes of what was not flushed.
    pub fate: Fate,
    /// For [`Fate::Some`].
    pub seed: u64,
    /// Where what is left of the files is written, under their own names.
    pub folder: PathBuf,
}

struct Machine {
    disk: Disk,
    operations: u64,
    cut: Option<Cut>,
}

static MACHINE: Mutex<Machine> = Mutex::new(Machine { disk: Disk::new(), operations: 0, cut: None });

/// The file system of SQLite's own that does the work.
struct Real(*mut ffi::sqlite3_vfs);

// SAFETY: it is registered for the life of the process, and SQLite calls it from any thread.
unsafe impl Send for Real {}
// SAFETY: as above.
unsafe impl Sync for Real {}

static REAL: OnceLock<Real> = OnceLock::new();

/// A file of ours; that of the real file system lies behind it.
#[repr(C)]
struct Tracked {
    base: ffi::sqlite3_file,
    /// `None`: a temporary file, which nobody looks for when the power is back.
    path: *mut String,
}

const fn header() -> usize {
    size_of::<Tracked>().next_multiple_of(16)
}

/// Has all connections of this process that are opened from now on write to the disk whose power is cut so; `None`: never.
pub fn install(cut: Option<Cut>) {
    machine().cut = cut;
    REAL.get_or_init(|| {
        // SAFETY: both functions may be called at any time; what is registered lives as long as the process.
        unsafe {
            ffi::sqlite3_initialize();
            let real = ffi::sqlite3_vfs_find(std::ptr::null());
            assert!(!real.is_null(), "SQLite has no file system");
            let mut ours = std::ptr::read(real);
            ours.zName = c"powercut".as_ptr();
            ours.szOsFile = header() as c_int + (*real).szOsFile;
            ours.pNext = std::ptr::null_mut();
            ours.xOpen = Some(open);
            ours.xDelete = Some(delete);
            assert_eq!(ffi::sqlite3_vfs_register(Box::leak(Box::new(ours)), 1), ffi::SQLITE_OK);
            Real(real)
        }
    });
}

/// How many writes, flushes and deletions there were.
pub fn count_operations() -> u64 {
    machine().operations
}

fn machine() -> MutexGuard<'static, Machine> {
    MACHINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One more operation. Where the power is cut at it, this does not return: what is left is written down, and the process is killed.
fn operate(machine: &mut Machine) {
    machine.operations += 1;
    let Some(cut) = machine.cut.as_ref().filter(|cut| cut.at == machine.operations) else { return };
    for found in machine.disk.after_cut(cut.fate, cut.seed) {
        let name = std::path::Path::new(&found.path).file_name().unwrap_or_default();
        if std::fs::write(cut.folder.join(name), found.content).is_err() {
            std::process::abort();
        }
    }
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    std::process::abort();
}

unsafe fn real_vfs() -> *mut ffi::sqlite3_vfs {
    REAL.get().map_or(std::ptr::null_mut(), |real| real.0)
}

/// The real file behind one of ours.
unsafe fn real(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: SQLite gives `szOsFile` bytes, of which ours are the first.
    unsafe { file.cast::<u8>().add(header()).cast() }
}

/// The path of a file that is tracked.
unsafe fn path<'a>(file: *mut ffi::sqlite3_file) -> Option<&'a str> {
    // SAFETY: a file of ours begins with `Tracked`; its path lives until it is closed.
    unsafe { (*file.cast::<Tracked>()).path.as_ref().map(String::as_str) }
}

/// Calls a method of the real file.
macro_rules! forward {
    ($name:ident, $method:ident $(, $argument:ident: $type:ty)*) => {
        unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file $(, $argument: $type)*) -> c_int {
            // SAFETY: what SQLite has given is handed on; a file that is open has methods.
            unsafe {
                let file = real(file);
                match (*(*file).pMethods).$method {
                    Some(method) => method(file $(, $argument)*),
                    None => ffi::SQLITE_OK,
                }
            }
        }
    };
}

forward!(read, xRead, to: *mut c_void, amount: c_int, offset: ffi::sqlite3_int64);
forward!(write_through, xWrite, from: *const c_void, amount: c_int, offset: ffi::sqlite3_int64);
forward!(truncate_through, xTruncate, size: ffi::sqlite3_int64);
forward!(close_through, xClose);
forward!(file_size, xFileSize, size: *mut ffi::sqlite3_int64);
forward!(lock, xLock, level: c_int);
forward!(unlock, xUnlock, level: c_int);
forward!(check_reserved_lock, xCheckReservedLock, answer: *mut c_int);
forward!(file_control, xFileControl, operation: c_int, argument: *mut c_void);
forward!(sector_size, xSectorSize);
forward!(device_characteristics, xDeviceCharacteristics);
forward!(shm_map, xShmMap, page: c_int, size: c_int, extend: c_int, map: *mut *mut c_void);
forward!(shm_lock, xShmLock, offset: c_int, count: c_int, flags: c_int);
forward!(shm_unmap, xShmUnmap, delete: c_int);

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    // SAFETY: as in `forward`.
    unsafe {
        let file = real(file);
        if let Some(method) = (*(*file).pMethods).xShmBarrier {
            method(file);
        }
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    amount: c_int,
    offset: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite gives so many bytes.
    unsafe {
        if let Some(path) = path(file) {
            let bytes = std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(amount).unwrap_or(0));
            let mut machine = machine();
            machine.disk.write(path, usize::try_from(offset).unwrap_or(0), bytes);
            operate(&mut machine);
        }
        write_through(file, from, amount, offset)
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    // SAFETY: as in `forward`.
    unsafe {
        if let Some(path) = path(file) {
            let mut machine = machine();
            machine.disk.truncate(path, usize::try_from(size).unwrap_or(0));
            operate(&mut machine);
        }
        truncate_through(file, size)
    }
}

/// Nothing is really flushed: the machine on which this runs keeps its power.
unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: as in `forward`.
    if let Some(path) = unsafe { path(file) } {
        let mut machine = machine();
        // Before it has happened, and then after it.
        operate(&mut machine);
        machine.disk.flush(path);
        operate(&mut machine);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: the path was made by `open`, and nobody uses it any more.
    unsafe {
        let closed = close_through(file);
        let tracked = file.cast::<Tracked>();
        if !(*tracked).path.is_null() {
            drop(Box::from_raw((*tracked).path));
            (*tracked).path = std::ptr::null_mut();
        }
        closed
    }
}

/// No version with `xFetch`: what is read through a map of the file needs no such method.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives room for `szOsFile` bytes, and a name that ends with a zero or none.
    unsafe {
        let tracked = file.cast::<Tracked>();
        (*tracked).base.pMethods = std::ptr::null();
        (*tracked).path = std::ptr::null_mut();
        let vfs = real_vfs();
        let name_of = (!name.is_null()).then(|| CStr::from_ptr(name).to_string_lossy().into_owned());
        if let Some(path) = &name_of {
            // Before it is made.
            machine().disk.open(path, || std::fs::read(path).ok());
        }
        let Some(method) = (*vfs).xOpen else { return ffi::SQLITE_CANTOPEN };
        let opened = method(vfs, name, real(file), flags, out_flags);
        if opened == ffi::SQLITE_OK {
            (*tracked).base.pMethods = &raw const METHODS;
            (*tracked).path = name_of.map_or(std::ptr::null_mut(), |path| Box::into_raw(Box::new(path)));
        }
        opened
    }
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    // SAFETY: as in `open`.
    unsafe {
        let vfs = real_vfs();
        let path = CStr::from_ptr(name).to_string_lossy();
        let mut machine = machine();
        machine.disk.delete(&path, sync_folder != 0);
        operate(&mut machine);
        drop(machine);
        (*vfs).xDelete.map_or(ffi::SQLITE_IOERR_DELETE, |method| method(vfs, name, sync_folder))
    }
}
