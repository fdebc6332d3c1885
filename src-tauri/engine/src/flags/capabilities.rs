//! Rights as `--cap-add` and `--cap-drop` name them (docker/cli `opts/capabilities.go`).

use std::collections::BTreeSet;

const ALL: &str = "ALL";
/// Takes back what was added before.
const RESET: &str = "RESET";

/// As the engine names it: `net_admin` is `CAP_NET_ADMIN`.
pub(super) fn named(value: &str) -> Option<String> {
    let name = value.trim().to_uppercase();
    match name.as_str() {
        "" => None,
        ALL | RESET => Some(name),
        _ if name.starts_with("CAP_") => Some(name),
        _ => Some(format!("CAP_{name}")),
    }
}

/// What is added and what is dropped in the end, each sorted: what is both is added; with all, nothing else counts.
pub(super) fn effective(add: Vec<String>, drop: Vec<String>) -> (Vec<String>, Vec<String>) {
    let whole = |names: Vec<String>| -> BTreeSet<String> {
        let names: BTreeSet<String> = names.into_iter().collect();
        if names.contains(ALL) { BTreeSet::from([ALL.to_owned()]) } else { names }
    };
    let (add, mut drop) = (whole(add), whole(drop));
    drop.retain(|name| !add.contains(name));
    (add.into_iter().collect(), drop.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_have_one_name() {
        for (typed, expected) in [
            ("net_admin", Some("CAP_NET_ADMIN")),
            ("CAP_NET_ADMIN", Some("CAP_NET_ADMIN")),
            (" all ", Some("ALL")),
            ("reset", Some("RESET")),
            ("", None),
        ] {
            assert_eq!(named(typed).as_deref(), expected, "what {typed:?} is called");
        }
    }

    #[test]
    fn what_is_added_is_not_dropped() {
        let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let told = effective(names(&["CAP_B", "CAP_A", "CAP_A"]), names(&["CAP_A", "ALL"]));
        assert_eq!(told, (names(&["CAP_A", "CAP_B"]), names(&["ALL"])), "all but these");
        let told = effective(names(&["ALL", "CAP_A"]), names(&["CAP_C"]));
        assert_eq!(told, (names(&["ALL"]), names(&["CAP_C"])), "all, and one is dropped");
        let told = effective(names(&["CAP_A"]), names(&["CAP_A", "CAP_B"]));
        assert_eq!(told, (names(&["CAP_A"]), names(&["CAP_B"])), "what is both is added");
    }
}
