//! Measures by medians: warm up, then many samples, each long enough for the clock to be exact.

use std::time::{Duration, Instant};

/// Why there are no figures.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// Whether there is time for very many rows.
pub(crate) fn is_long() -> bool {
    std::env::var_os("AUTHPIPE_LONG").is_some()
}

const WARM_UP: Duration = Duration::from_millis(200);
const SAMPLE: Duration = Duration::from_millis(2);
const SAMPLES: usize = 151;

/// Median time of one run of `work`, in nanoseconds.
pub(crate) fn median(mut work: impl FnMut()) -> f64 {
    let began = Instant::now();
    let mut runs = 0_u32;
    while began.elapsed() < WARM_UP {
        work();
        runs += 1;
    }
    let once = began.elapsed() / runs.max(1);
    let runs = u32::try_from(SAMPLE.as_nanos() / once.as_nanos().max(1)).unwrap_or(u32::MAX).clamp(1, 1_000_000);
    let mut samples: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let began = Instant::now();
            for _ in 0..runs {
                work();
            }
            nanoseconds(began.elapsed()) / f64::from(runs)
        })
        .collect();
    samples.sort_by(f64::total_cmp);
    samples[SAMPLES / 2]
}

/// Median time of one run of `work` while `threads` threads run it at once; each gets its number. Perfect scaling gives the
/// time that one thread alone needs.
pub(crate) fn median_on_threads(threads: usize, work: impl Fn(usize) + Sync) -> f64 {
    let medians: Vec<f64> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|number| {
                let work = &work;
                scope.spawn(move || median(|| work(number)))
            })
            .collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    medians.iter().sum::<f64>() / f64::from(u32::try_from(medians.len().max(1)).unwrap_or(1))
}

/// One line that `cargo xtask bench` reads.
pub(crate) fn print_row(what: &str, ours: f64, beside: &str, theirs: f64, target: &str) {
    println!("bench\t{what}\t{ours:.1}\t{beside}\t{theirs:.1}\t{target}");
}

/// The same for bytes.
pub(crate) fn print_bytes(what: &str, ours: f64, beside: &str, theirs: f64, target: &str) {
    println!("bytes\t{what}\t{ours:.1}\t{beside}\t{theirs:.1}\t{target}");
}

/// The same for things that are counted.
pub(crate) fn print_count(what: &str, ours: u64, beside: &str, theirs: u64, target: &str) {
    println!("count\t{what}\t{ours}\t{beside}\t{theirs}\t{target}");
}

/// Nanoseconds of each of so many.
pub(crate) fn each(elapsed: Duration, count: usize) -> f64 {
    nanoseconds(elapsed) / f64::from(u32::try_from(count.max(1)).unwrap_or(u32::MAX))
}

/// How many of so many in a second.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rate is positive and below 2^53")]
pub(crate) fn rate(count: usize, elapsed: Duration) -> u64 {
    (count as f64 / elapsed.as_secs_f64()).round() as u64
}

pub(crate) fn nanoseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e9
}

/// Bytes of this process in memory; `None` where the system does not say.
pub(crate) fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// Time on processors that the threads of this process have had; `None` where the system does not say.
pub(crate) fn processor_time() -> Option<Duration> {
    let mut all = 0;
    for thread in std::fs::read_dir("/proc/self/task").ok()? {
        // One that has just ended has nothing left to tell.
        let Ok(text) = std::fs::read_to_string(thread.ok()?.path().join("schedstat")) else { continue };
        all += text.split_whitespace().next()?.parse::<u64>().ok()?;
    }
    Some(Duration::from_nanos(all))
}

/// Of all times, the one that so many of a hundred do not exceed, in nanoseconds.
pub(crate) fn percentile(took: &mut [Duration], percent: usize) -> f64 {
    took.sort_unstable();
    took.get(took.len().saturating_sub(1) * percent / 100).map_or(f64::NAN, |took| nanoseconds(*took))
}
