use std::collections::HashMap;

/// A size as docker/go-units `RAMInBytes` reads it: `512m`, `1.5g`, `64MiB`, `1024`.
pub(super) fn bytes(value: &str) -> Option<i64> {
    let end = value.rfind(|character: char| character.is_ascii_digit() || character == '.')? + 1;
    let (number, unit) = value.split_at(end);
    let number = number.strip_suffix(' ').unwrap_or(number);
    let unit = unit.trim_start().to_lowercase();
    let factor = match unit.strip_suffix("ib").or(unit.strip_suffix('b')).unwrap_or(&unit) {
        "" if unit != "ib" => 1,
        "k" => 1 << 10,
        "m" => 1 << 20,
        "g" => 1 << 30,
        "t" => 1 << 40,
        "p" => 1_u64 << 50,
        _ => return None,
    };
    let size = decimal(number)? * factor as f64;
    (size < i64::MAX as f64).then_some(size as i64)
}

/// The same, and `-1` for unlimited.
pub(super) fn bytes_or_endless(value: &str) -> Option<i64> {
    if value == "-1" { Some(-1) } else { bytes(value) }
}

/// A number with a point, without sign or exponent.
fn decimal(value: &str) -> Option<f64> {
    let plain = value.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && value.chars().all(|character| character.is_ascii_digit() || character == '.');
    if plain { value.parse().ok() } else { None }
}

/// CPUs in billionths (docker/cli `opts.ParseCPUs`): `1.5`, no finer than a billionth.
pub(super) fn nano_cpus(value: &str) -> Option<i64> {
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let part = part.trim_end_matches('0');
    if part.len() > 9 {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: i64 = format!("{part:0<9}").parse().ok()?;
    whole.checked_mul(1_000_000_000)?.checked_add(part)
}

/// A whole number as Go's `strconv.ParseInt(…, 0, 64)` reads it in decimal.
pub(super) fn number(value: &str) -> Option<i64> {
    value.parse().ok()
}

/// A duration in nanoseconds as Go writes it: `1m30s`, `500ms`, `1.5h`, `0`.
pub(super) fn duration(value: &str) -> Option<i64> {
    if value == "0" {
        return Some(0);
    }
    let mut rest = value;
    let mut total = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|character: char| !character.is_ascii_digit() && character != '.')?;
        let (number, after) = rest.split_at(end);
        let unit_end = after.find(|character: char| character.is_ascii_digit() || character == '.');
        let (unit, after) = after.split_at(unit_end.unwrap_or(after.len()));
        let factor = match unit {
            "ns" => 1.0,
            "us" | "µs" | "μs" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            "m" => 60e9,
            "h" => 3600e9,
            _ => return None,
        };
        total += decimal(number)? * factor;
        rest = after;
    }
    (!value.is_empty() && total < i64::MAX as f64).then_some(total as i64)
}

/// The fields of one line of comma-separated values, with Go's quotes: `a,"b,c"`.
pub(super) fn fields(value: &str) -> Option<Vec<String>> {
    let mut fields = Vec::new();
    let mut rest = value;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            let (field, after) = rest.split_once(',').map_or((rest, None), |(field, after)| (field, Some(after)));
            if field.contains('"') {
                return None;
            }
            fields.push(field.to_owned());
            match after {
                Some(after) => rest = after,
                None => return Some(fields),
            }
            continue;
        };
        let mut field = String::new();
        let mut after = quoted;
        loop {
            let (text, behind) = after.split_once('"')?;
            field.push_str(text);
            match behind.strip_prefix('"') {
                Some(more) => {
                    field.push('"');
                    after = more;
                }
                None => {
                    after = behind;
                    break;
                }
            }
        }
        fields.push(field);
        match after.strip_prefix(',') {
            Some(more) => rest = more,
            None if after.is_empty() => return Some(fields),
            None => return None,
        }
    }
}

/// `NAME=VALUE`s as a map; a name without `=` has an empty value (docker/cli `opts.ConvertKVStringsToMap`).
pub(super) fn map(values: &[String]) -> HashMap<String, String> {
    let pair = |value: &String| {
        let (name, value) = value.split_once('=').unwrap_or((value, ""));
        (name.to_owned(), value.to_owned())
    };
    values.iter().map(pair).collect()
}

/// A path without `.`, `..` and doubled slashes (Go's `path.Clean`).
pub(super) fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.join("/")) {
        (true, joined) => format!("/{joined}"),
        (false, joined) if joined.is_empty() => ".".to_owned(),
        (false, joined) => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_go_units_reads_them() {
        for (value, expected) in [
            ("1024", Some(1024)),
            ("512m", Some(512 << 20)),
            ("1.5g", Some(1_610_612_736)),
            ("1.5 GB", Some(1_610_612_736)),
            ("64MiB", Some(64 << 20)),
            ("1b", Some(1)),
            ("", None),
            ("m", None),
            ("-1", None),
            ("5x", None),
            ("1.2.3m", None),
        ] {
            assert_eq!(bytes(value), expected, "the bytes of {value:?}");
        }
        assert_eq!(bytes_or_endless("-1"), Some(-1), "no bound");
    }

    #[test]
    fn processors_durations_and_fields() {
        for (value, expected) in [
            ("1.5", Some(1_500_000_000)),
            (".5", Some(500_000_000)),
            ("2", Some(2_000_000_000)),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nano_cpus(value), expected, "the processors of {value:?}");
        }
        for (value, expected) in [
            ("1m30s", Some(90_000_000_000)),
            ("500ms", Some(500_000_000)),
            ("1.5h", Some(5_400_000_000_000)),
            ("0", Some(0)),
            ("30", None),
            ("s", None),
            ("", None),
        ] {
            assert_eq!(duration(value), expected, "the nanoseconds of {value:?}");
        }
        let split = |value: &str| fields(value).map(|fields| fields.join("|"));
        for (value, expected) in [
            ("a,b=c", Some("a|b=c")),
            (r#""device=0,1",x"#, Some("device=0,1|x")),
            (r#""a""b""#, Some(r#"a"b"#)),
            (r#""open"#, None),
            (r#"a"b"#, None),
        ] {
            assert_eq!(split(value).as_deref(), expected, "the fields of {value:?}");
        }
        for (path, expected) in [("/a/../b//c/.", "/b/c"), ("/", "/"), ("a/..", "."), ("/..", "/")] {
            assert_eq!(clean(path), expected, "{path:?} cleaned");
        }
    }
}
