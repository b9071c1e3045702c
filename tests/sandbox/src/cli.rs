//! The command line of the sandbox.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::sandbox::{Options, Sandbox};
use crate::world::World;

const USAGE: &str = "\
authpipe-sandbox: an emulator of OAuth providers, for tests and local development only

  --http-port N       port of plain http on 127.0.0.1 (0: a free one; default 0)
  --tls-port N        port of TLS (0: a free one; default 0)
  --ca-file PATH      write the certificate authority of the TLS port there, in PEM
  --ready-file PATH   write the line of JSON there that is also printed when ready
  --exit-with-stdin   end when standard input is closed
  --guide             say on standard error how an application uses it; without being asked where that and the output are terminals
  --help              print this
";

#[derive(Default)]
struct Arguments {
    options: Options,
    ca_file: Option<PathBuf>,
    ready_file: Option<PathBuf>,
    exit_with_stdin: bool,
    guide: bool,
    help: bool,
}

/// Runs the sandbox with the demo world until SIGTERM, SIGINT or, if asked, the end of standard input.
///
/// `args` are the arguments without the program's name. Prints one line of JSON when ready. Returns 0 after a regular
/// end, 1 when it could not start, 2 for wrong arguments.
pub fn cli(args: impl IntoIterator<Item = String>) -> u8 {
    match read_arguments(args.into_iter()) {
        Ok(arguments) if arguments.help => {
            print!("{USAGE}");
            0
        }
        Ok(arguments) => match run(&arguments) {
            Ok(()) => 0,
            Err(error) => {
                eprintln!("authpipe-sandbox: {error}");
                1
            }
        },
        Err(problem) => {
            eprintln!("authpipe-sandbox: {problem}\n\n{USAGE}");
            2
        }
    }
}

fn read_arguments(mut args: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut found = Arguments::default();
    let mut given = BTreeSet::new();
    while let Some(arg) = args.next() {
        let (name, inline) = match arg.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (arg, None),
        };
        if !given.insert(name.clone()) {
            return Err(format!("{name} is given twice"));
        }
        let is_flag = matches!(name.as_str(), "--exit-with-stdin" | "--guide" | "--help" | "-h");
        if is_flag && inline.is_some() {
            return Err(format!("{name} takes no value"));
        }
        let mut value = || {
            let value = inline.clone().or_else(|| args.next()).filter(|value| !value.is_empty());
            value.ok_or_else(|| format!("{name} needs a value"))
        };
        let port = |text: String| text.parse::<u16>().map_err(|_| format!("{text} is not a port"));
        match name.as_str() {
            "--http-port" => found.options.http_port = port(value()?)?,
            "--tls-port" => found.options.tls_port = port(value()?)?,
            "--ca-file" => found.ca_file = Some(value()?.into()),
            "--ready-file" => found.ready_file = Some(value()?.into()),
            "--exit-with-stdin" => found.exit_with_stdin = true,
            "--guide" => found.guide = true,
            "--help" | "-h" => found.help = true,
            _ => return Err(format!("unknown argument {name}")),
        }
    }
    Ok(found)
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // Before the line that says "ready": whoever reads it may end this process at once.
    let end = runtime.block_on(async { wait_for_end(arguments.exit_with_stdin) })?;
    let sandbox = Sandbox::start_with(World::demo(), arguments.options)?;
    if let Some(path) = &arguments.ca_file {
        sandbox.write_ca_file(path).map_err(|error| unwritten(path, &error))?;
    }
    let ready = json!({
        "ready": true,
        "pid": std::process::id(),
        "http_origin": sandbox.http_origin(),
        "tls_origin": sandbox.tls_origin(),
        "control": format!("{}/_sandbox", sandbox.http_origin()),
        "ca_file": arguments.ca_file,
    });
    if let Some(path) = &arguments.ready_file {
        // Renamed into place, so that a reader never sees half of it.
        let part = path.with_extension("part");
        let written = std::fs::write(&part, format!("{ready}\n")).and_then(|()| std::fs::rename(&part, path));
        written.map_err(|error| unwritten(path, &error))?;
    }
    if arguments.guide || (std::io::stderr().is_terminal() && std::io::stdout().is_terminal()) {
        eprint!("{}", guide(&sandbox));
    }
    println!("{ready}");
    std::io::stdout().flush()?;
    runtime.block_on(end);
    Ok(())
}

fn unwritten(path: &Path, error: &std::io::Error) -> String {
    format!("cannot write {}: {error}", path.display())
}

/// What a person copies into an application in development, so that this sandbox is its provider. The origins are JSON, which is also how
/// JavaScript and Python write them.
fn guide(sandbox: &Sandbox) -> String {
    let origin = sandbox.http_origin();
    let origins = json!({ "microsoft-onedrive": { "login": origin, "graph": origin } });
    let world = sandbox.world();
    let mut text = format!(
        "The sandbox plays Microsoft, and others, at {origin} until Ctrl-C. In an application, with mode \"development\":\n\n"
    );
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<14} {value}");
    };
    line("dangerOrigins", &format!("{origins}   (danger_origins in Python)"));
    for app in world.apps.iter().filter(|app| !app.secrets.is_empty()).take(1) {
        line("client id", &app.client_id);
        line("client secret", &app.secrets.iter().map(|secret| secret.value.as_str()).collect::<Vec<_>>().join(", "));
    }
    text.push_str(
        "\nIt is Slack, GitHub, Google, and servers of plain OAuth 2.0 and OAuth 1.0a as well. As each of these providers, with the client id and \
         secret behind it:\n\n",
    );
    for vendor in vendors(&world) {
        let origins: serde_json::Map<String, serde_json::Value> =
            vendor.origins.iter().map(|name| ((*name).to_owned(), json!(origin))).collect();
        let _ = writeln!(text, "  {}   {}, {}", json!({ vendor.provider: origins }), vendor.client_id, vendor.secret);
    }
    let _ = writeln!(text, "\nEverything that it knows, with all clients: {origin}/_sandbox/world");
    text.push_str("\nPeople who sign in there, with their passwords:\n\n");
    for user in world.organisations.iter().flat_map(|organisation| &organisation.users) {
        let role = if user.administrator { "administrator" } else { "" };
        let _ = writeln!(text, "  {:<24} {:<20} {role}", user.username, user.password);
    }
    text.push('\n');
    text
}

/// A client at one of the providers that the sandbox plays besides Microsoft, and which of a config's origins it takes the place of.
struct Vendor<'a> {
    provider: &'static str,
    origins: &'static [&'static str],
    client_id: &'a str,
    secret: &'a str,
}

/// The first client of each.
fn vendors(world: &World) -> Vec<Vendor<'_>> {
    let slack = world.slack.apps.first().map(|app| Vendor {
        provider: "slack",
        origins: &["slack"],
        client_id: &app.client_id,
        secret: &app.client_secret,
    });
    let github = world.github.apps.first().map(|app| Vendor {
        provider: "github",
        origins: &["web", "api"],
        client_id: &app.client_id,
        secret: &app.client_secret,
    });
    let google = world.google.clients.first().map(|client| Vendor {
        provider: "google-workspace",
        origins: &["accounts", "oauth2", "api"],
        client_id: &client.client_id,
        secret: &client.client_secret,
    });
    [slack, github, google].into_iter().flatten().collect()
}

/// Installs the signal handlers; the future ends when the program should.
#[cfg(unix)]
fn wait_for_end(exit_with_stdin: bool) -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut closed = end_of_stdin(exit_with_stdin);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = closed.recv() => {}
        }
    })
}

/// Installs the handler for Ctrl-C; the future ends when the program should.
#[cfg(not(unix))]
fn wait_for_end(exit_with_stdin: bool) -> std::io::Result<impl Future<Output = ()>> {
    let mut closed = end_of_stdin(exit_with_stdin);
    Ok(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = closed.recv() => {}
        }
    })
}

/// A channel that gets a message when standard input ends; without `wanted`, never.
fn end_of_stdin(wanted: bool) -> tokio::sync::mpsc::Receiver<()> {
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    std::thread::spawn(move || {
        if wanted {
            let mut sink = [0; 1024];
            while matches!(std::io::stdin().read(&mut sink), Ok(n) if n > 0) {}
            let _ = sender.blocking_send(());
        } else {
            // Dropping the sender would look like an end.
            std::mem::forget(sender);
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read_once_and_with_what_they_take() {
        let read = |arguments: &[&str]| read_arguments(arguments.iter().map(|argument| (*argument).to_owned()));
        let found = read(&["--http-port=4400", "--ca-file", "ca.pem", "--exit-with-stdin"]).unwrap_or_default();
        assert_eq!((found.options.http_port, found.ca_file), (4400, Some(PathBuf::from("ca.pem"))));
        for (arguments, problem) in [
            (&["--nope"][..], "unknown argument --nope"),
            (&["--http-port", "99999"], "99999 is not a port"),
            (&["--http-port", "1", "--http-port=2"], "--http-port is given twice"),
            (&["--ca-file="], "--ca-file needs a value"),
            (&["--ready-file"], "--ready-file needs a value"),
            (&["--guide=yes"], "--guide takes no value"),
        ] {
            assert_eq!(read(arguments).err().as_deref(), Some(problem), "{arguments:?}");
        }
    }

    #[test]
    fn what_cannot_be_written_or_listened_on_is_named() {
        let error = Sandbox::start_blocking(World::demo()).write_ca_file(Path::new("/nowhere/ca.pem"));
        let told = unwritten(Path::new("/nowhere/ca.pem"), &error.err().unwrap_or_else(|| std::io::Error::other("none")));
        assert!(told.starts_with("cannot write /nowhere/ca.pem: "), "{told}");
        let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).map(|held| (held.local_addr().map(|at| at.port()), held));
        let Ok((Ok(port), _held)) = taken else { panic!("no port") };
        let options = Options { http_port: port, ..Options::default() };
        let error = Sandbox::start_with(World::demo(), options).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(&format!("port {port} of 127.0.0.1")), "{error}");
    }
}
