/// How many values a flag takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arity {
    /// None, or `=true` and `=false`.
    Nothing,
    /// One value; a later one replaces it.
    Value,
    /// One value for each occurrence.
    Values,
}

/// A flag of a docker command, and what Slipway does about it.
#[derive(Debug)]
pub(crate) struct Flag<S: 'static> {
    /// Without its dashes.
    pub name: &'static str,
    /// Its short form.
    pub short: Option<char>,
    /// How many values it takes.
    pub arity: Arity,
    /// How Slipway supports it.
    pub support: S,
}

/// The flag with this name.
pub(crate) fn by_name<'t, S>(table: &'t [Flag<S>], name: &str) -> Option<&'t Flag<S>> {
    table.iter().find(|flag| flag.name == name)
}

/// The flag with this short form.
pub(crate) fn by_short<S>(table: &[Flag<S>], letter: char) -> Option<&Flag<S>> {
    table.iter().find(|flag| flag.short == Some(letter))
}

/// `true`, `false` and their other spellings (Go's `strconv.ParseBool`).
pub(crate) fn parse_bool(value: &str) -> Option<bool> {
    match value {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// The most similar name, if it is similar enough to be what was meant.
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
