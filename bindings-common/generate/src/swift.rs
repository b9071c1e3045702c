//! Renders for Swift: the codes of errors, what an app says of them to a person, the records as they cross the border, and the public types
//! that copy them.

mod coding;
mod layout;
mod native;
mod texts;
mod types;

use std::fmt::Write as _;

use authpipe::{Error, ErrorCode};
use authpipe_bindings::{Language, kept};

use crate::{NOTICE, wrap};

pub(crate) use native::{given, taken};
pub(crate) use texts::{catalogue, texts};
pub(crate) use types::types;

const LANGUAGE: Language = Language::Swift;

/// The name of a record where it crosses: out of the way of the public one.
fn native_name(name: &str) -> String {
    format!("Core{}", name.strip_prefix("Authpipe").unwrap_or(name))
}

pub(crate) fn source() -> String {
    let mut file = format!("// {NOTICE}\n\nimport Dispatch\n\nextension AuthpipeError.Code {{\n");
    for code in ErrorCode::ALL {
        let _ = writeln!(file, "    /// {}", code.doc());
        let _ = writeln!(file, "    public static let {} = Self(rawValue: \"{}\")", declared(*code), code.as_str());
    }
    file += "\n    /// All of the above.\n    static let ofCore: [Self] = [\n";
    let names: Vec<_> = ErrorCode::ALL.iter().map(|code| format!(".{},", name(*code))).collect();
    for line in wrap(&names.join(" "), 120) {
        let _ = writeln!(file, "        {line}");
    }
    file += "    ]\n}\n";
    let page = Error::PAGE;
    file += &format!(
        "\nextension KeptCredentials {{\n    /// So many are kept. For each one that is added beyond that, another one is dropped.\n    \
        static let most = {}\n    /// As long as any are kept, those that answer no more are dropped this often.\n    \
        static let sweep = DispatchTimeInterval.milliseconds({})\n}}\n",
        kept::MOST,
        kept::SWEEP.as_millis()
    );
    file + &format!(
        "\nextension AuthpipeError {{\n    /// The page that explains every code.\n    static let page = \"{page}\"\n}}\n"
    )
}

fn name(code: ErrorCode) -> String {
    LANGUAGE.spell(code.as_str())
}

/// A name that Swift reserves stands in backticks where it is declared.
fn declared(code: ErrorCode) -> String {
    let name = name(code);
    if name == "internal" { format!("`{name}`") } else { name }
}
