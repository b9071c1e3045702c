//! `cargo xtask demo`: builds what the demo application needs and runs it.

use std::process::Command;

use authpipe_postgres::Cluster;

use crate::context::{Context, refuse_unknown};
use crate::run::{run_inherited, run_logged};
use crate::{javascript, rust, setup};

/// Runs the demo application until Ctrl-C, or once through.
pub(crate) fn command(context: &Context, rest: &[String]) -> Result<(), String> {
    let Choice { rest, on_postgres } = choose(rest)?;
    setup::ensure_only(context, |tool| matches!(tool, "node" | "npm"))?;
    if let Some(command) = javascript::install_command(context, "bindings-node") {
        quietly("npm packages", context, command)?;
    }
    for (what, command) in javascript::build_commands(context).into_iter().chain(javascript::demo_commands(context)) {
        let command = if what == rust::PROGRAMS { rust::build_programs(context) } else { command };
        quietly(what, context, command)?;
    }
    let mut app = context.command("node");
    app.current_dir(context.path("bindings-node/demo"))
        .arg("src/main.js")
        .args(&rest)
        .env_remove("NO_COLOR")
        .env_remove("FORCE_COLOR");
    // It ends with this function.
    let _cluster = on_postgres.then(|| put_on_postgres(&mut app)).transpose()?;
    run_inherited(app)
}

/// What was asked for.
struct Choice {
    rest: Vec<String>,
    on_postgres: bool,
}

fn choose(arguments: &[String]) -> Result<Choice, String> {
    let mut choice = Choice { rest: Vec::new(), on_postgres: false };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let vault = match argument.strip_prefix("--vault") {
            Some("") => arguments.next().map(String::as_str),
            Some(vault) => vault.strip_prefix('='),
            None => {
                choice.rest.push(argument.clone());
                continue;
            }
        };
        choice.on_postgres = match vault {
            Some("postgres") => true,
            Some("sqlite") => false,
            _ => return Err("--vault is sqlite or postgres.".to_owned()),
        };
    }
    refuse_unknown(&choice.rest, &["--once"])?;
    Ok(choice)
}

/// Starts a server of the demo's own, and lets the application have its vault there.
pub(crate) fn put_on_postgres(app: &mut Command) -> Result<Cluster, String> {
    let cluster = Cluster::start(&[])?;
    app.env("DEMO_VAULT", cluster.address(Cluster::APP)).env("DEMO_VAULT_FOLDER", cluster.folder());
    Ok(cluster)
}

fn quietly(what: &str, context: &Context, command: Command) -> Result<(), String> {
    println!("building: {what}");
    let ended = run_logged(command, &context.target.join("xtask").join("demo-build.log"), what);
    if ended.success { Ok(()) } else { Err(format!("{what}: {}\n{}", ended.how, ended.output)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(arguments: &[&str]) -> Result<(bool, usize), String> {
        let arguments: Vec<_> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        choose(&arguments).map(|choice| (choice.on_postgres, choice.rest.len()))
    }

    #[test]
    fn the_vault_is_chosen_by_its_kind() {
        assert_eq!(chosen(&[]), Ok((false, 0)));
        assert_eq!(chosen(&["--once", "--vault", "postgres"]), Ok((true, 1)));
        assert_eq!(chosen(&["--vault=postgres"]), Ok((true, 0)));
        assert_eq!(chosen(&["--vault=sqlite", "--once"]), Ok((false, 1)));
        for wrong in [&["--vault"][..], &["--vault", "mysql"], &["--vaults"], &["--twice"]] {
            assert!(chosen(wrong).is_err(), "{wrong:?}");
        }
    }
}
