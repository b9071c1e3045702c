//! A signature says what it takes and gives: values that belong together have a type with named members, not a tuple whose order each
//! caller must know. A list may hold pairs of a name and its value, as maps do.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{FnArg, GenericArgument, Ident, ItemType, PathArguments, ReturnType, Signature, Type, TypeParamBound};

use super::paths::shipped_file;
use super::source::{Source, read_sources};
use super::{file, here, none};

/// The crates that ship, and what renders their sources.
const CRATES: &[&str] =
    &["core", "bindings-common", "bindings-common/generate", "bindings-node", "bindings-python", "bindings-swift", "xtask"];

/// Functions and types that keep a tuple, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("core/store/sqlite/statement.rs: Named", "rusqlite takes a parameter as this pair"),
    ("core/store/postgres/statement.rs: Named", "as in the store beside it: a value and the name of its place"),
    ("core/store/postgres/statement.rs: with_type", "tokio-postgres takes a value and its type as this pair"),
    ("xtask/setup.rs: at_least", "a version is compared as the pair of its numbers"),
    ("xtask/swift.rs: read_version", "a version is compared as the pair of its numbers"),
];

/// What holds many of something, by the name of its type.
const LISTS: &[&str] = &["Vec", "BTreeMap", "HashMap"];

/// The functions and aliases of a file that name a tuple.
fn tuples(source: &Source) -> Vec<String> {
    struct Reader(Vec<String>);

    impl Reader {
        fn note(&mut self, name: &Ident, types: &[&Type]) {
            if types.iter().any(|kind| holds_a_tuple(kind, false)) {
                self.0.push(name.to_string());
            }
        }
    }

    impl<'ast> Visit<'ast> for Reader {
        fn visit_signature(&mut self, signature: &'ast Signature) {
            let mut types: Vec<&Type> = Vec::new();
            types.extend(
                signature.inputs.iter().filter_map(|input| if let FnArg::Typed(typed) = input { Some(&*typed.ty) } else { None }),
            );
            if let ReturnType::Type(_, kind) = &signature.output {
                types.push(kind);
            }
            self.note(&signature.ident, &types);
        }

        fn visit_item_type(&mut self, item: &'ast ItemType) {
            self.note(&item.ident, &[&item.ty]);
            visit::visit_item_type(self, item);
        }
    }

    let mut reader = Reader(Vec::new());
    reader.visit_file(&shipped_file(&source.raw));
    reader.0
}

/// Whether a type is or holds a tuple of several members. Within a list, a pair is none.
fn holds_a_tuple(kind: &Type, in_list: bool) -> bool {
    match kind {
        Type::Tuple(tuple) => {
            let few = if in_list { 2 } else { 1 };
            tuple.elems.len() > few || tuple.elems.iter().any(|element| holds_a_tuple(element, false))
        }
        Type::Reference(reference) => holds_a_tuple(&reference.elem, in_list),
        Type::Paren(inner) => holds_a_tuple(&inner.elem, in_list),
        Type::Slice(slice) => holds_a_tuple(&slice.elem, true),
        Type::Array(array) => holds_a_tuple(&array.elem, true),
        Type::ImplTrait(bounds) => bounds.bounds.iter().any(bound_holds_a_tuple),
        Type::TraitObject(bounds) => bounds.bounds.iter().any(bound_holds_a_tuple),
        Type::Path(path) => path.path.segments.iter().any(|segment| {
            let is_list = LISTS.iter().any(|list| segment.ident == list);
            arguments_hold_a_tuple(&segment.arguments, is_list)
        }),
        _ => false,
    }
}

fn bound_holds_a_tuple(bound: &TypeParamBound) -> bool {
    let TypeParamBound::Trait(bound) = bound else { return false };
    // `Iterator<Item = …>` is a list.
    bound.path.segments.iter().any(|segment| arguments_hold_a_tuple(&segment.arguments, true))
}

fn arguments_hold_a_tuple(arguments: &PathArguments, in_list: bool) -> bool {
    let PathArguments::AngleBracketed(arguments) = arguments else { return false };
    arguments.args.iter().any(|argument| match argument {
        GenericArgument::Type(kind) => holds_a_tuple(kind, in_list),
        GenericArgument::AssocType(item) => holds_a_tuple(&item.ty, in_list),
        _ => false,
    })
}

fn check_signatures(name: &str, sources: &[Source]) -> Vec<String> {
    let shipped = sources.iter().filter(|source| !source.test_only && !source.raw.starts_with("// Generated from"));
    shipped.flat_map(|source| tuples(source).into_iter().map(move |found| format!("{name}/{}: {found}", source.path))).collect()
}

#[test]
fn what_belongs_together_has_names() {
    let mut found = BTreeSet::new();
    for name in CRATES {
        let sources = read_sources(&here().join("..").join(name).join("src"));
        assert!(!sources.is_empty(), "the sources of {name} were not found");
        found.extend(check_signatures(name, &sources));
    }
    let excepted: BTreeSet<String> = EXCEPTIONS.iter().map(|(place, _)| (*place).to_owned()).collect();
    none(found.difference(&excepted).map(|place| format!("{place} names a tuple: give it a type with named members")).collect());
    none(excepted.difference(&found).map(|place| format!("{place} names no tuple: take it off the list")).collect());
}

#[test]
fn a_tuple_in_a_signature_is_found() {
    for bad in [
        "fn f() -> (u8, u8) { (1, 2) }",
        "fn f() -> Result<Option<(u8, u8)>> { todo!() }",
        "fn f((a, b): (u8, u8)) {}",
        "fn f(a: &(u8, u8)) {}",
        "fn f() -> Vec<(u8, u8, u8)> { vec![] }",
        "fn f() -> Result<(Vec<u8>, Option<(u8, u8)>)> { todo!() }",
        "fn f() -> impl Iterator<Item = (u8, u8, u8)> { todo!() }",
        "fn f() -> Vec<(u8, (u8, u8))> { vec![] }",
        "struct S; impl S { fn f(&self) -> (u8, u8) { (1, 2) } }",
        "trait T { fn f(&self) -> (u8, u8); }",
        "impl From<(u8, u8)> for S { fn from(pair: (u8, u8)) -> S { S } }",
        "type Held = (u8, u8);",
    ] {
        assert_eq!(check_signatures("core", &file("net/a.rs", bad)).len(), 1, "{bad}");
    }
    for good in [
        "fn f() -> () {}",
        "fn f() -> Result<()> { Ok(()) }",
        "fn f(a: &[(&str, &str)]) -> Vec<(u8, u8)> { vec![] }",
        "fn f(a: Result<Vec<(u8, u8)>>) -> impl Iterator<Item = (u8, u8)> { todo!() }",
        "fn f(a: impl Fn(u8, u8) -> u8) { let b = (1, 2); }",
        "fn f(a: [(u8, u8); 2]) {}",
        "#[cfg(test)] mod tests { fn f() -> (u8, u8) { (1, 2) } }",
    ] {
        none(check_signatures("core", &file("net/a.rs", good)));
    }
}
