//! Points at which a process of a test's own dies, as if somebody had sent it kill -9 there. To anybody else they are nothing.

/// A point, and of how many like it.
pub(super) fn reached(point: &str, number: u32) {
    #[cfg(test)]
    #[cfg(unix)]
    process::die_if_told(&format!("{point} {number}"));
    let _ = (point, number);
}

#[cfg(test)]
#[cfg(unix)]
pub(super) mod process {
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::Command;

    /// At which point; set for the process that is to die.
    const POINT: &str = "AUTHPIPE_TEST_DIE_AT";

    pub(super) fn die_if_told(point: &str) {
        if std::env::var_os(POINT).is_some_and(|at| at == point) {
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
        }
    }

    /// Runs a test in a process of its own, which must die at this point; the test finds what it is about in a variable.
    pub(in crate::store) fn die_at(point: &str, test: &str, variable: &str, value: &str) {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture"])
            .env(POINT, point)
            .env(variable, value)
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        assert_eq!(output.status.signal(), Some(9), "{point}: {}", String::from_utf8_lossy(&said));
    }
}
