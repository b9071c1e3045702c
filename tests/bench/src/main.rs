//! Figures of the core, each beside its floor in the same run. `cargo xtask bench` runs this in release and prints a table.

mod catalogue;
mod harness;
mod reads;
mod refreshing;
mod resealing;
mod sealing;
mod storing;
mod tenants;
mod token_endpoint;
mod vaults;

fn main() -> Result<(), harness::Failure> {
    catalogue::run()?;
    reads::run()?;
    sealing::run()?;
    storing::run()?;
    refreshing::run()?;
    resealing::run()?;
    tenants::run()
}
