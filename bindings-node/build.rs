//! Besides napi's own set-up: the macros write the types of what they export into the output folder of every build, where
//! `scripts/build-native.mjs` finds them.

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let types = Path::new(&std::env::var("OUT_DIR")?).join("types");
    std::fs::create_dir_all(&types)?;
    println!("cargo::rustc-env=NAPI_TYPE_DEF_TMP_FOLDER={}", types.display());
    napi_build::setup();
    Ok(())
}
