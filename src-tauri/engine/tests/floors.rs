//! The crate's floors: a module imports what stands on a lower floor, and nothing else. Nor do files import each other in a
//! ring. Reads the sources as the compiler does, without what is only compiled for tests.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{
    Attribute, File, Item, ItemMod, ItemUse, UseTree, Visibility,
    visit::{self, Visit},
};

/// The modules by floor, the lowest first. Two on one floor do not know each other.
const FLOORS: [&[&str]; 11] = [
    &["error"],
    &["encoding", "wire", "persist", "host", "cli_config"],
    &["grammar", "jobs", "connect", "settings"],
    &["flags", "api", "practice"],
    &["command_line", "containers", "doctor", "inventory"],
    &["registry", "console"],
    &["context"],
    &["images", "changes"],
    &["run", "commit", "copies", "mirrors", "layers", "cleanup"],
    &["lessons"],
    &["session"],
];

/// Imports from one file into another: why there is one, as `file: path`.
type Imports = BTreeMap<(String, String), String>;

#[test]
fn modules_import_from_lower_floors_only() {
    let sources = Sources::read();
    let known: BTreeSet<&str> = FLOORS.concat().into_iter().collect();
    let modules: BTreeSet<&str> =
        sources.modules.keys().filter_map(|module| module.first()).map(String::as_str).collect();
    assert_eq!(known, modules, "each module of the crate stands on one floor");
    let floor = |file: &str| FLOORS.iter().position(|floor| floor.contains(&top(file)));
    let wrong: Vec<String> = sources
        .imports()
        .into_iter()
        .filter(|((from, to), _)| floor(from).is_some() && top(from) != top(to) && floor(to) >= floor(from))
        .map(|((from, to), path)| format!("{from} imports {path} of {to}"))
        .collect();
    assert!(wrong.is_empty(), "imports that do not lead to a lower floor:\n{}", wrong.join("\n"));
}

#[test]
fn files_import_each_other_in_no_ring() {
    let imports = Sources::read().imports();
    let mut left: BTreeSet<&str> = imports.keys().flat_map(|(from, to)| [from.as_str(), to.as_str()]).collect();
    // What imports nothing that is left, or is imported by nothing that is left, is in no ring.
    loop {
        let pairs = || imports.keys().filter(|(from, to)| left.contains(from.as_str()) && left.contains(to.as_str()));
        let importing: BTreeSet<&str> = pairs().map(|(from, _)| from.as_str()).collect();
        let imported: BTreeSet<&str> = pairs().map(|(_, to)| to.as_str()).collect();
        let in_between: BTreeSet<&str> = importing.intersection(&imported).copied().collect();
        if in_between.len() == left.len() {
            break;
        }
        left = in_between;
    }
    let ring: Vec<String> = imports
        .iter()
        .filter(|((from, to), _)| left.contains(from.as_str()) && left.contains(to.as_str()))
        .map(|((from, to), path)| format!("{from} imports {path} of {to}"))
        .collect();
    assert!(ring.is_empty(), "files that import each other in a ring:\n{}", ring.join("\n"));
}

/// The module at the crate's root that a file belongs to.
fn top(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

/// The crate's files by the path of the module that each holds.
struct Sources {
    modules: BTreeMap<Vec<String>, (String, File)>,
}

impl Sources {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut modules = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("the sources are there") {
                let path = entry.expect("the sources can be listed").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let name = path.strip_prefix(&root).expect("it lies in the root").to_owned();
                    let text = fs::read_to_string(&path).expect("a source can be read");
                    let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                    modules.insert(module_of(&name), (name.display().to_string(), file));
                }
            }
        }
        let crate_root = modules.remove(&vec!["lib".to_owned()]).expect("the crate has a root");
        modules.insert(Vec::new(), crate_root);
        let tests: Vec<_> = modules.keys().filter(|module| is_test_only(&modules, module)).cloned().collect();
        tests.iter().for_each(|module| drop(modules.remove(module)));
        modules.remove(&Vec::new());
        Self { modules }
    }

    fn imports(&self) -> Imports {
        let mut imports = Imports::new();
        for (module, (from, file)) in &self.modules {
            let mut paths = Paths { module, children: self.children(module), found: BTreeSet::new() };
            paths.visit_file(file);
            for path in paths.found {
                let Some(to) = self.defined_in(&path) else { continue };
                if to != from {
                    imports.insert((from.clone(), to.to_owned()), path.join("::"));
                }
            }
        }
        imports
    }

    fn children(&self, module: &[String]) -> BTreeSet<String> {
        let below = self.modules.keys().filter(|other| other.len() == module.len() + 1 && other.starts_with(module));
        below.filter_map(|other| other.last().cloned()).collect()
    }

    /// The file in which what a path names is defined, wherever it is re-exported.
    fn defined_in(&self, path: &[String]) -> Option<&str> {
        let length = (1..=path.len()).rev().find(|length| self.modules.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        let (name, file) = &self.modules[module];
        let Some(item) = rest.first() else { return Some(name) };
        let exported = file.items.iter().filter_map(|found| match found {
            Item::Use(found) if !matches!(found.vis, Visibility::Inherited) => Some(found),
            _ => None,
        });
        for found in exported.flat_map(|found| absolute(module, &self.children(module), &found.tree)) {
            if found.last() == Some(item) {
                return self.defined_in(&found);
            }
            if found.last().is_some_and(|last| last == "*") {
                let beneath = [&found[..found.len() - 1], std::slice::from_ref(item)].concat();
                if self.defines(&beneath) {
                    return self.defined_in(&beneath);
                }
            }
        }
        Some(name)
    }

    /// Whether a module has an item of this name itself.
    fn defines(&self, path: &[String]) -> bool {
        let Some((item, module)) = path.split_last() else { return false };
        let Some((_, file)) = self.modules.get(module) else { return false };
        file.items.iter().any(|found| match found {
            Item::Struct(found) => found.ident == item,
            Item::Enum(found) => found.ident == item,
            Item::Fn(found) => found.sig.ident == item,
            Item::Type(found) => found.ident == item,
            Item::Const(found) => found.ident == item,
            Item::Trait(found) => found.ident == item,
            _ => false,
        })
    }
}

/// `images/pull.rs` is `images::pull`.
fn module_of(file: &Path) -> Vec<String> {
    let parts = file.with_extension("");
    parts.iter().map(|part| part.to_string_lossy().into_owned()).collect()
}

/// Whether a module, or one around it, is declared for tests only.
fn is_test_only(modules: &BTreeMap<Vec<String>, (String, File)>, module: &[String]) -> bool {
    (1..=module.len()).any(|length| {
        let (name, around) = module[..length].split_last().expect("it is not empty");
        let declares = |item: &Item| matches!(item, Item::Mod(item) if item.ident == name && for_tests(&item.attrs));
        modules.get(around).is_some_and(|(_, file)| file.items.iter().any(declares))
    })
}

fn for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

/// Gathers the paths within the crate that a file's code names; what it only re-exports is not gathered.
struct Paths<'a> {
    module: &'a [String],
    children: BTreeSet<String>,
    found: BTreeSet<Vec<String>>,
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if matches!(item.vis, Visibility::Inherited) && !for_tests(&item.attrs) {
            self.found.extend(absolute(self.module, &self.children, &item.tree));
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if segments.len() > 1 {
            self.found.extend(within_crate(self.module, &self.children, segments));
        }
        visit::visit_path(self, path);
    }
}

/// The paths of a `use` that lie within the crate, from its root.
fn absolute(module: &[String], children: &BTreeSet<String>, tree: &UseTree) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    collect(tree, &mut Vec::new(), &mut paths);
    paths.into_iter().filter_map(|path| within_crate(module, children, path)).collect()
}

fn collect(tree: &UseTree, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    let one = |name: String| [before.as_slice(), &[name]].concat();
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            collect(&path.tree, before, paths);
            before.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect(tree, before, paths)),
        UseTree::Name(name) if name.ident == "self" => paths.push(before.clone()),
        UseTree::Name(name) => paths.push(one(name.ident.to_string())),
        UseTree::Rename(name) => paths.push(one(name.ident.to_string())),
        UseTree::Glob(_) => paths.push(one("*".to_owned())),
    }
}

/// A path from the crate's root; `None` for one that leads out of the crate.
fn within_crate(module: &[String], children: &BTreeSet<String>, path: Vec<String>) -> Option<Vec<String>> {
    let mut around = module.to_vec();
    let mut rest = path.as_slice();
    match rest.first()?.as_str() {
        "crate" => return Some(rest[1..].to_vec()),
        "self" => rest = &rest[1..],
        "super" => {}
        first if children.contains(first) => {}
        _ => return None,
    }
    while rest.first().is_some_and(|first| first == "super") {
        around.pop()?;
        rest = &rest[1..];
    }
    Some([around, rest.to_vec()].concat())
}

/// Keeps the check honest: it sees what it is for.
#[test]
fn paths_are_seen_wherever_they_stand() {
    let text = "use crate::{error::{Error, Result}, wire}; use super::id; pub use child::Thing;
        fn f() { crate::jobs::g(); child::h(); std::fs::read(); }
        #[cfg(test)] mod tests { use crate::session::Session; }";
    let module = ["images".to_owned(), "pull".to_owned()];
    let children = BTreeSet::from(["child".to_owned()]);
    let mut paths = Paths { module: &module, children, found: BTreeSet::new() };
    paths.visit_file(&syn::parse_file(text).expect("it is Rust"));
    let found: Vec<String> = paths.found.iter().map(|path| path.join("::")).collect();
    assert_eq!(
        found,
        ["error::Error", "error::Result", "images::id", "images::pull::child::h", "jobs::g", "wire"],
        "imports and paths in code, but neither re-exports nor tests, nor what is outside of the crate"
    );
    assert_eq!(module_of(&PathBuf::from("images/pull.rs")), module, "a file is a module");
}
