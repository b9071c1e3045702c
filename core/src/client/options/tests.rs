//! Options name the place of the vault, and two that name one place share it.

use super::*;

#[test]
fn a_vaults_file_is_the_one_that_would_be_opened() {
    let table = [
        (None, Some("./authpipe.db")),
        (Some("sqlite:a/b.db"), Some("a/b.db")),
        (Some("sqlite:///a/b.db"), Some("/a/b.db")),
        (Some("memory:"), None),
    ];
    for (vault, file) in table {
        let options = Options { vault: vault.map(str::to_owned), ..Options::default() };
        assert_eq!(options.vault_file().unwrap().as_deref(), file.map(std::path::Path::new), "{vault:?}");
    }
    for vault in ["sqlite:", "authpipe.db", ""] {
        let options = Options { vault: Some(vault.to_owned()), ..Options::default() };
        assert_eq!(options.vault_file().unwrap_err().code(), ErrorCode::ConfigInvalid, "{vault:?}");
    }
}
