//! Figures of the core, each beside its floor in the same run. `cargo xtask bench` runs this in release and prints a table; with names of
//! rooms, such as `reads`, it measures these alone.

mod catalogue;
mod crowds;
mod harness;
mod many;
mod processes;
mod reads;
mod refreshing;
mod resealing;
mod sealing;
mod storing;
mod tenants;
mod token_endpoint;
mod vaults;

type Room = (&'static str, fn() -> Result<(), harness::Failure>);

const ROOMS: [Room; 10] = [
    ("catalogue", catalogue::run),
    ("reads", reads::run),
    ("sealing", sealing::run),
    ("storing", storing::run),
    ("refreshing", refreshing::run),
    ("crowds", crowds::run),
    ("resealing", resealing::run),
    ("tenants", tenants::run),
    ("many", many::run),
    ("processes", processes::run),
];

fn main() -> Result<(), harness::Failure> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if catalogue::is_asked(&wanted) {
        return catalogue::answer(&wanted);
    }
    if processes::is_asked(&wanted) {
        return processes::answer(&wanted);
    }
    if let Some(unknown) = wanted.iter().find(|name| ROOMS.iter().all(|(known, _)| known != name)) {
        return Err(format!("{unknown:?} is none of {:?}", ROOMS.map(|(name, _)| name)).into());
    }
    for (name, run) in ROOMS {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            run()?;
        }
    }
    Ok(())
}
