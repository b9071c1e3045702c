//! Renders how a public type of Swift is written and read with `Codable`: by the names that all languages share.

use std::fmt::Write as _;

use super::layout::listed;

/// A member of such a type.
pub(super) struct Coded {
    /// Its name in Swift.
    pub(super) member: String,
    /// Its type there.
    pub(super) kind: String,
    /// The name that all languages share.
    pub(super) key: String,
    /// How the initialiser's default is written; empty without one.
    pub(super) default: &'static str,
}

/// The conformance. What applications write themselves may leave out what has a default, so that one is read by hand.
pub(super) fn conformance(name: &str, is_written_by_hand: bool, members: &[Coded]) -> String {
    let case = |one: &Coded| match &one.key {
        key if *key == one.member => one.member.clone(),
        key => format!("{} = \"{key}\"", one.member),
    };
    let cases = listed(&members.iter().map(case).collect::<Vec<_>>(), "            ");
    let cases = cases.strip_prefix("            ").unwrap_or(&cases);
    let mut text = format!("\n/// By the names that all languages share.\nextension {name}: Codable {{\n");
    let _ = write!(text, "    private enum CodingKeys: String, CodingKey {{\n        case {cases}    }}\n");
    if is_written_by_hand {
        let read = |one: &Coded| {
            let kind = one.kind.strip_suffix('?').unwrap_or(&one.kind);
            let value = match one.default.strip_prefix(" = ") {
                None => format!("decode({kind}.self, forKey: .{})", one.member),
                Some("nil") => format!("decodeIfPresent({kind}.self, forKey: .{})", one.member),
                Some(default) => format!("decodeIfPresent({kind}.self, forKey: .{}) ?? {default}", one.member),
            };
            format!("{}: try members.{value}", one.member)
        };
        text += "\n    /// Reads one; what has a default may be absent.\n    public init(from decoder: any Decoder) throws {\n";
        text += "        let members = try decoder.container(keyedBy: CodingKeys.self)\n        self.init(\n";
        text += &listed(&members.iter().map(read).collect::<Vec<_>>(), "            ");
        text += "        )\n    }\n";
    }
    text + "}\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_default_may_be_absent_where_applications_write() {
        let coded = |member: &str, kind: &str, key: &str, default| Coded {
            member: member.to_owned(),
            kind: kind.to_owned(),
            key: key.to_owned(),
            default,
        };
        let members = [
            coded("id", "String", "id", ""),
            coded("tenantID", "String?", "tenant_id", " = nil"),
            coded("a", "String", "a", " = \"\""),
        ];
        let read = conformance("A.B", true, &members);
        assert!(read.contains("case id, tenantID = \"tenant_id\", a\n"), "{read}");
        assert!(read.contains("id: try members.decode(String.self, forKey: .id), "), "{read}");
        assert!(read.contains("tenantID: try members.decodeIfPresent(String.self, forKey: .tenantID),"), "{read}");
        assert!(read.contains("a: try members.decodeIfPresent(String.self, forKey: .a) ?? \"\"\n"), "{read}");
        assert!(!conformance("A.B", false, &members).contains("init"), "Swift writes the rest");
    }
}
