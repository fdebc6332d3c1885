use proptest::prelude::*;

use super::*;
use crate::wire::{Action, Remark};

/// What a text gives: the action's filled fields, and the remarks; or the error with its details.
fn told(text: &str) -> Vec<String> {
    match parse(text) {
        Ok(reading) => {
            let selection = reading.selection.iter().map(|selection| format!("selection {}", name(selection)));
            let remarks = reading.remarks.iter().map(remark);
            let others = reading.others.iter().map(|other| format!("also {}", other.text));
            fields(&reading.action).into_iter().chain(selection).chain(remarks).chain(others).collect()
        }
        Err(error) => {
            let details: String = error.details.iter().map(|(name, value)| format!(" {name}={value}")).collect();
            vec![format!("error {}{details}", name(&error.code))]
        }
    }
}

/// An enum's name as the page knows it.
fn name(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

fn fields(action: &Action) -> Vec<String> {
    let json = serde_json::to_value(action).unwrap();
    let mut fields = vec![json["kind"].as_str().unwrap().to_owned()];
    for (name, value) in json.as_object().unwrap().iter().filter(|(name, _)| *name != "kind") {
        match value {
            serde_json::Value::Bool(true) => fields.push(name.clone()),
            serde_json::Value::String(text) if !text.is_empty() => fields.push(format!("{name} {text}")),
            serde_json::Value::Array(values) => {
                fields.extend(values.iter().map(|value| format!("{name} {}", value.as_str().unwrap())));
            }
            _ => {}
        }
    }
    fields
}

fn remark(remark: &Remark) -> String {
    let place = match (remark.field.as_str(), remark.index) {
        ("", _) => String::new(),
        (field, None) => format!(" in {field}"),
        (field, Some(index)) => format!(" in {field} {index}"),
    };
    let flag = if remark.flag.is_empty() { String::new() } else { format!(" {}", remark.flag) };
    format!("* {}{flag}{place}: {}", name(&remark.kind), remark.words)
}

/// Each text of the corpus with its title and what it must give.
fn corpus() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let parts = include_str!("corpus.txt").split("=== ").skip(1);
    let example = |part: &'static str| {
        let (title, rest) = part.split_once('\n').unwrap();
        let (text, expected) = rest.split_once("\n---\n").unwrap();
        (title, text, expected.trim_end().lines().collect())
    };
    parts.map(example).collect()
}

#[test]
fn pasted_commands_give_what_they_must() {
    let corpus = corpus();
    assert!(corpus.len() >= 150, "many commands are tried: {}", corpus.len());
    for (title, text, expected) in corpus {
        let told: Vec<String> = told(text).iter().flat_map(|line| line.lines()).map(str::to_owned).collect();
        assert_eq!(told, expected, "{title}: {text}");
    }
}

/// Each word of a text is somewhere: in the command that the action is, or in a remark.
#[test]
fn no_word_is_left_out() {
    let letters = |text: &str| text.chars().filter(|one| one.is_alphanumeric()).collect::<String>();
    for (title, text, _) in corpus() {
        let Ok(reading) = parse(text) else { continue };
        let readings: Vec<&ParsedCommand> = std::iter::once(&reading).chain(&reading.others).collect();
        let rendered: Vec<String> = readings.iter().map(|one| crate::command_line::render(&one.action).text).collect();
        let remarks = readings.iter().flat_map(|one| &one.remarks).map(|remark| &remark.words);
        let places: Vec<String> = rendered.iter().chain(remarks).map(|text| letters(text)).collect();
        let values =
            readings.iter().flat_map(|one| fields(&one.action)).map(|field| letters(&field)).collect::<String>();
        for word in text.split_whitespace() {
            let spelled = ["run", "container", "image", "ls", "rm", "pull", "tag", "exec", "docker", "podman"];
            let prompted = word.strip_suffix("docker").filter(|prompt| prompt.ends_with(['>', '#', '$']));
            let word = prompted.unwrap_or(word);
            let plain = letters(&word.replace("\\n", ""));
            let known = spelled.contains(&plain.to_lowercase().as_str()) || is_program(word, "docker");
            // The command has a flag's other name, and separates a flag from a value that was joined to it.
            let in_short = word.starts_with('-') || word.starts_with(['–', '—']);
            let found =
                known || in_short || places.iter().any(|place| place.contains(&plain)) || values.contains(&plain);
            assert!(found, "{title}: {word} of {text:?} is in {rendered:?} or in a remark");
        }
    }
}

proptest! {
    #[test]
    fn anything_pasted_is_read_or_refused(
        begin in "(\\$ |# |sudo |A=1 |docker pull x && )?(docker|podman) (-H x )?(run|exec|images|commit|pull|rm|tag)?",
        rest in prop_oneof![any::<String>(), "( ?(-[a-zA-Z]|--(rm|name|net|mount|env)|=|[-–—a-z0-9$'\"`\\\\ \n<>&|;#%~^(){}:,“”：]){0,30})"],
    ) {
        if let Ok(reading) = parse(&format!("{begin}{rest}")) {
            let json = serde_json::to_string(&reading);
            prop_assert!(json.is_ok(), "it can cross to the page");
        }
    }
}
