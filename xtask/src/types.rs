//! `cargo xtask types`: the committed files that are generated, and the check that those of the Node package are current. What is
//! rendered from the shared description is checked by the test of `authpipe-generate`.

use crate::context::{Context, refuse_unknown};
use crate::declarations::{differences, snapshot};
use crate::javascript;
use crate::python_blocking;
use crate::run::run_inherited;
use crate::swift_package;

/// Regenerates the committed files and says which changed.
pub(crate) fn command(context: &Context, rest: &[String]) -> Result<(), String> {
    refuse_unknown(rest, &[])?;
    // First, because the packages are built of what it writes.
    run_inherited(context.cargo(&["run", "--quiet", "-p", "authpipe-generate"]))?;
    if let Some(command) = javascript::install_command(context, "bindings-node") {
        run_inherited(command)?;
    }
    let before = snapshot(context);
    for (_, command) in javascript::build_commands(context) {
        run_inherited(command)?;
    }
    let mut changed = differences(&before, &snapshot(context));
    for (_, command) in swift_package::build_commands(context).into_iter().chain(swift_package::generate_commands(context)) {
        run_inherited(command)?;
    }
    changed.extend(swift_package::update(context)?);
    changed.extend(python_blocking::update(&context.path("."))?);
    println!("{}", if changed.is_empty() { "nothing changed".to_owned() } else { changed.join("\n") });
    Ok(())
}
