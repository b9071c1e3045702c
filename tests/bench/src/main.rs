//! Figures of the core, each beside its floor in the same run. `cargo xtask bench` runs this in release and prints a table.

mod catalogue;
mod harness;
mod reads;
mod refreshing;
mod sealing;
mod storing;
mod token_endpoint;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    catalogue::run()?;
    reads::run()?;
    sealing::run()?;
    storing::run()?;
    refreshing::run()
}
