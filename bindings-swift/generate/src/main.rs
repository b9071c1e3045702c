//! Writes the Swift and C sources that call `authpipe-swift`; `cargo xtask types` runs it.

fn main() {
    uniffi::uniffi_bindgen_swift();
}
