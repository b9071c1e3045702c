//! `cargo xtask demo`: builds what the demo application needs and runs it.

use crate::context::{Context, refuse_unknown};
use crate::run::{run_inherited, run_logged};
use crate::{javascript, rust, setup};

/// Runs the demo application until Ctrl-C, or once through.
pub(crate) fn command(context: &Context, rest: &[String]) -> Result<(), String> {
    refuse_unknown(rest, &["--once"])?;
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
        .args(rest)
        .env_remove("NO_COLOR")
        .env_remove("FORCE_COLOR");
    run_inherited(app)
}

fn quietly(what: &str, context: &Context, command: std::process::Command) -> Result<(), String> {
    println!("building: {what}");
    let ended = run_logged(command, &context.target.join("xtask").join("demo-build.log"), what);
    if ended.success { Ok(()) } else { Err(format!("{what}: {}\n{}", ended.how, ended.output)) }
}
