/// What stands behind a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Nothing, or `=true` and `=false`.
    Nothing,
    /// One value; a later one replaces it.
    Value,
    /// One value each time.
    Values,
}

/// A flag of a docker command, and what Slipway does about it.
#[derive(Debug)]
pub(crate) struct Flag<F: 'static> {
    /// Without its dashes.
    pub name: &'static str,
    /// Its short form.
    pub short: Option<char>,
    /// What stands behind it.
    pub takes: Takes,
    /// What becomes of it.
    pub fate: F,
}

/// The flag of this name.
pub(crate) fn named<'t, F>(table: &'t [Flag<F>], name: &str) -> Option<&'t Flag<F>> {
    table.iter().find(|flag| flag.name == name)
}

/// The flag of this letter.
pub(crate) fn lettered<F>(table: &[Flag<F>], letter: char) -> Option<&Flag<F>> {
    table.iter().find(|flag| flag.short == Some(letter))
}

/// `true`, `false` and their other spellings (Go's `strconv.ParseBool`).
pub(crate) fn truth(value: &str) -> Option<bool> {
    match value {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// The name that was most likely meant: the one that the fewest changed letters lead to, if they are few.
pub(crate) fn nearest<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let most = (typed.chars().count() / 3).clamp(1, 3);
    let distances = names.map(|name| (strsim::osa_distance(typed, name), name));
    distances.filter(|(distance, _)| *distance <= most).min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_found_by_its_letters() {
        let names = ["name", "network", "publish", "volume", "rm"];
        for (typed, meant) in
            [("nmae", Some("name")), ("netwrok", Some("network")), ("volumes", Some("volume")), ("x", None), ("", None)]
        {
            assert_eq!(nearest(typed, names.into_iter()), meant, "what {typed:?} may have meant");
        }
    }
}
