//! The paths into this crate that a file names, read from its syntax: imports in groups and under other names, paths in expressions,
//! types, patterns and macros, in functions and in modules within the file, those for tests included.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, File, ImplItem, Item, ItemConst, ItemEnum, ItemFn, ItemImpl, ItemMacro, ItemMod, ItemStatic, ItemStruct,
    ItemTrait, ItemType, ItemUse, Macro, Meta, MetaList, Stmt, UseTree, VisRestricted,
};

/// A path that code names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamedPath {
    /// Its segments from the crate's root on: `crate`, `self`, `super` and other names of imports are resolved.
    pub segments: Vec<String>,
    /// The line where it stands.
    pub line: usize,
}

/// The paths that a file names, in their order.
pub(crate) fn named_paths(text: &str, file_module: &[String]) -> Vec<NamedPath> {
    read(&parse(text), file_module)
}

/// The paths that a file names outside what is for tests only.
pub(crate) fn shipped_paths(text: &str, file_module: &[String]) -> Vec<NamedPath> {
    read(&shipped_file(text), file_module)
}

/// The syntax of a file without what is for tests only.
pub(crate) fn shipped_file(text: &str) -> File {
    let mut file = parse(text);
    WithoutTests.visit_file_mut(&mut file);
    file
}

fn read(file: &File, file_module: &[String]) -> Vec<NamedPath> {
    let mut reader = Reader { module: file_module.to_vec(), scopes: Vec::new(), found: Vec::new() };
    reader.in_module(&file.items, false, |reader| visit::visit_file(reader, file));
    reader.found
}

/// What a file makes available under a name of its own module: names of imports, with the path behind each.
pub(crate) fn exports(text: &str, file_module: &[String]) -> BTreeMap<String, Vec<String>> {
    let file = parse(text);
    let mut reader = Reader { module: file_module.to_vec(), scopes: Vec::new(), found: Vec::new() };
    let mut exports = BTreeMap::new();
    // Also within the modules that only hold names.
    let inner = file.items.iter().filter_map(|item| if let Item::Mod(item) = item { item.content.as_ref() } else { None });
    for items in std::iter::once(&file.items).chain(inner.map(|(_, items)| items)) {
        reader.in_module(items, false, |reader| {
            let scope = reader.scopes.last().map(|scope| scope.names.clone()).unwrap_or_default();
            exports.extend(scope);
        });
    }
    exports
}

fn parse(text: &str) -> File {
    syn::parse_file(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Takes away the items that are for tests only.
struct WithoutTests;

impl VisitMut for WithoutTests {
    fn visit_file_mut(&mut self, file: &mut File) {
        file.items.retain(|item| !is_for_tests(item));
        visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_mod_mut(&mut self, item: &mut ItemMod) {
        if let Some((_, items)) = &mut item.content {
            items.retain(|item| !is_for_tests(item));
        }
        visit_mut::visit_item_mod_mut(self, item);
    }

    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        item.items.retain(|item| !matches!(item, ImplItem::Fn(function) if has_test_mark(&function.attrs)));
    }
}

fn is_for_tests(item: &Item) -> bool {
    match item {
        Item::Const(ItemConst { attrs, .. })
        | Item::Enum(ItemEnum { attrs, .. })
        | Item::Fn(ItemFn { attrs, .. })
        | Item::Impl(ItemImpl { attrs, .. })
        | Item::Macro(ItemMacro { attrs, .. })
        | Item::Mod(ItemMod { attrs, .. })
        | Item::Static(ItemStatic { attrs, .. })
        | Item::Struct(ItemStruct { attrs, .. })
        | Item::Trait(ItemTrait { attrs, .. })
        | Item::Type(ItemType { attrs, .. })
        | Item::Use(ItemUse { attrs, .. }) => has_test_mark(attrs),
        _ => false,
    }
}

/// `#[cfg(test)]`, or with `all(test, …)`.
fn has_test_mark(attrs: &[Attribute]) -> bool {
    let words = |list: &MetaList| list.tokens.to_string().replace(' ', "");
    let marks = |words: String| words == "test" || words.starts_with("all(test");
    attrs.iter().any(|attribute| matches!(&attribute.meta, Meta::List(list) if list.path.is_ident("cfg") && marks(words(list))))
}

/// Names that mean a path of this crate in a module or a block.
struct Scope {
    names: BTreeMap<String, Vec<String>>,
    /// Names of the scope around it are not seen: a module has its own.
    closed: bool,
}

struct Reader {
    /// The module that is being read, inline ones included.
    module: Vec<String>,
    scopes: Vec<Scope>,
    found: Vec<NamedPath>,
}

impl Reader {
    /// Reads something with the names that the items around it make.
    fn in_module(&mut self, items: &[Item], closed: bool, read: impl FnOnce(&mut Self)) {
        let mut names = BTreeMap::new();
        for item in items {
            if let Item::Mod(ItemMod { ident, .. }) = item {
                names.insert(ident.to_string(), [self.module.clone(), vec![ident.to_string()]].concat());
            }
        }
        let uses: Vec<&ItemUse> =
            items.iter().filter_map(|item| if let Item::Use(item) = item { Some(item) } else { None }).collect();
        let opens = uses.iter().any(|item| is_glob_of_parent(&item.tree));
        self.scopes.push(Scope { names, closed: closed && !opens });
        // An import may go through the name of another, wherever that stands.
        for _ in 0..3 {
            for item in &uses {
                let mut paths = Vec::new();
                read_tree(&item.tree, &mut Vec::new(), &mut paths);
                for (path, name) in paths {
                    if let (Some(name), Some(segments)) = (name, self.resolve(&path, item.leading_colon.is_some()))
                        && let Some(scope) = self.scopes.last_mut()
                    {
                        scope.names.insert(name, segments);
                    }
                }
            }
        }
        read(self);
        self.scopes.pop();
    }

    /// The path from the crate's root on; none if it leads elsewhere.
    fn resolve(&self, path: &[String], rooted: bool) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" | "authpipe" => Some(rest.to_vec()),
            _ if rooted => None,
            "self" => Some(up(self.module.clone(), rest)),
            "super" => Some(up(self.module.clone(), path)),
            name => {
                for scope in self.scopes.iter().rev() {
                    if let Some(known) = scope.names.get(name) {
                        return Some(up(known.clone(), rest));
                    }
                    if scope.closed {
                        break;
                    }
                }
                None
            }
        }
    }

    fn name(&mut self, path: &[String], rooted: bool, line: usize) {
        if let Some(segments) = self.resolve(path, rooted)
            && !segments.is_empty()
        {
            self.found.push(NamedPath { segments, line });
        }
    }

    /// What a macro is given is no syntax yet: paths are words with `::` between them.
    fn read_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        let mut after = ' ';
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Ident(word) if after != ':' && after != '.' => {
                    let mut path = vec![word.to_string()];
                    let line = word.span().start().line;
                    at += 1;
                    while is_colon(tokens.get(at)) && is_colon(tokens.get(at + 1)) {
                        match tokens.get(at + 2) {
                            Some(TokenTree::Ident(word)) => path.push(word.to_string()),
                            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                                self.read_group(&path, group.stream(), line);
                                path.clear();
                            }
                            _ => break,
                        }
                        at += 3;
                    }
                    if path.len() > 1 {
                        self.name(&path, false, line);
                    }
                    after = ' ';
                    continue;
                }
                TokenTree::Group(group) => self.read_tokens(group.stream()),
                TokenTree::Punct(punct) => after = punct.as_char(),
                _ => {}
            }
            if !matches!(token, TokenTree::Punct(_)) {
                after = ' ';
            }
            at += 1;
        }
    }

    /// A group of an import that a macro writes.
    fn read_group(&mut self, before: &[String], group: TokenStream, line: usize) {
        let Ok(tree) = syn::parse2::<UseTree>(TokenTree::Group(proc_macro2::Group::new(Delimiter::Brace, group)).into()) else {
            return;
        };
        let mut paths = Vec::new();
        read_tree(&tree, &mut before.to_vec(), &mut paths);
        for (path, _) in paths {
            self.name(&path, false, line);
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let mut paths = Vec::new();
        read_tree(&item.tree, &mut Vec::new(), &mut paths);
        for (path, _) in paths {
            self.name(&path, item.leading_colon.is_some(), item.use_token.span.start().line);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let Some((_, items)) = &item.content else { return };
        self.module.push(item.ident.to_string());
        self.in_module(items, true, |reader| visit::visit_item_mod(reader, item));
        self.module.pop();
    }

    fn visit_block(&mut self, block: &'ast Block) {
        let items = block
            .stmts
            .iter()
            .filter_map(|stmt| if let Stmt::Item(item @ Item::Use(_)) = stmt { Some(item.clone()) } else { None });
        let items: Vec<Item> = items.collect();
        self.in_module(&items, false, |reader| visit::visit_block(reader, block));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if segments.len() > 1
            && let Some(first) = path.segments.first()
        {
            self.name(&segments, path.leading_colon.is_some(), first.ident.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.visit_path(&item.path);
        self.read_tokens(item.tokens.clone());
    }

    /// `pub(in crate::x)` uses nothing.
    fn visit_vis_restricted(&mut self, _: &'ast VisRestricted) {}
}

/// The paths of an import, each with the name that it makes; none for what only comes with a glob.
fn read_tree(tree: &UseTree, before: &mut Vec<String>, found: &mut Vec<(Vec<String>, Option<String>)>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            read_tree(&path.tree, before, found);
            before.pop();
        }
        UseTree::Name(name) => found.push(end(before, &name.ident.to_string(), None)),
        UseTree::Rename(name) => found.push(end(before, &name.ident.to_string(), Some(name.rename.to_string()))),
        UseTree::Glob(_) => found.push((before.clone(), None)),
        UseTree::Group(group) => group.items.iter().for_each(|tree| read_tree(tree, before, found)),
    }
}

/// The end of a path: `self` is the module itself.
fn end(before: &[String], word: &str, rename: Option<String>) -> (Vec<String>, Option<String>) {
    if word == "self" && !before.is_empty() {
        (before.to_vec(), rename.or_else(|| before.last().cloned()))
    } else {
        ([before, &[word.to_owned()]].concat(), rename.or(Some(word.to_owned())))
    }
}

fn is_glob_of_parent(tree: &UseTree) -> bool {
    matches!(tree, UseTree::Path(path) if path.ident == "super" && matches!(*path.tree, UseTree::Glob(_)))
}

/// A module's path, with each `super` gone up and each other word gone down.
fn up(mut module: Vec<String>, words: &[String]) -> Vec<String> {
    for word in words {
        match word.as_str() {
            "super" => drop(module.pop()),
            "self" => {}
            word => module.push(word.to_owned()),
        }
    }
    module
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(module: &[&str], code: &str) -> Vec<String> {
        let module: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
        named_paths(code, &module).iter().map(|path| path.segments.join("::")).collect()
    }

    #[test]
    fn imports_are_read_with_their_groups_and_other_names() {
        assert_eq!(
            paths(&["engine", "a"], "use crate::{base::Error, model::{self, x::Y as Z, w::*}};\nuse std::fmt; use ::serde::de;"),
            ["base::Error", "model", "model::x::Y", "model::w"]
        );
        assert_eq!(paths(&["engine", "a"], "use crate::net as web; fn f() { web::send() }"), ["net", "net::send"]);
        assert_eq!(paths(&["engine"], "use rooms::b; use crate::engine as rooms;"), ["engine::b", "engine"]);
        assert_eq!(paths(&["engine"], "mod a; fn f() { a::b::c() }"), ["engine::a::b::c"], "a module below this one");
    }

    #[test]
    fn paths_are_read_wherever_they_stand() {
        assert_eq!(
            paths(&["engine", "a"], "fn f() { crate::net::send(super::b::x, super::super::repo::y()) }"),
            ["net::send", "engine::b::x", "repo::y"]
        );
        assert_eq!(
            paths(
                &["a"],
                "fn f<T: crate::b::T>(x: &dyn crate::c::D) -> <crate::d::E as crate::e::F>::G { if let crate::f::G(_) = x {} }"
            ),
            ["b::T", "c::D", "d::E", "e::F::G", "f::G"]
        );
        assert_eq!(paths(&["a"], "fn f() { vec![crate::b::x(), d.crate_::y]; }"), ["b::x"]);
        assert_eq!(paths(&["a"], "macro_rules! m { () => { $crate::b::f(); use crate::{c::D, e}; } }"), ["b::f", "c::D", "e"]);
        assert_eq!(paths(&[], "fn f() { authpipe::cli::run(); x::crate_thing(); ::std::mem::drop(1) }"), ["cli::run"]);
        assert_eq!(paths(&["a"], "// crate::b\nconst A: &str = \"crate::c\"; pub(in crate::a) fn f() {}"), Vec::<String>::new());
    }

    #[test]
    fn what_is_for_tests_only_can_be_left_out() {
        let code = "use crate::a;\n/// Why.\n#[cfg(test)]\nuse crate::{b, c};\n#[cfg(all(test, unix))] mod tests { use crate::d; }\n\
             impl X { #[cfg(test)] fn f() { crate::e::f() } fn g() { crate::h::i() } }";
        let paths: Vec<String> = shipped_paths(code, &[]).iter().map(|path| path.segments.join("::")).collect();
        assert_eq!(paths, ["a", "h::i"]);
    }

    #[test]
    fn names_are_those_of_the_module_or_block_where_they_stand() {
        let code = "use crate::net; mod tests { use super::*; use super::super::vault; fn f() { net::x() } }";
        assert_eq!(paths(&["engine", "mod"], code), ["net", "engine::mod", "engine::vault", "net::x"]);
        assert_eq!(paths(&["a"], "use crate::net; mod inner { fn f() { net::x() } }"), ["net"], "another crate's");
        assert_eq!(paths(&["a"], "fn f() { use crate::b as c; c::d() } fn g() { c::d() }"), ["b", "b::d"]);
    }
}
