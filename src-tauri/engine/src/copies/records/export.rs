use std::fmt::Write as _;

use crate::{
    error::{Error, Result},
    wire::{RecordForm, RemovalRecord},
};

/// Exports records in the given order, as JSON or text.
///
/// # Errors
/// None that a user could cause.
pub fn export(records: &[RemovalRecord], form: RecordForm) -> Result<String> {
    match form {
        RecordForm::Json => {
            let text = serde_json::to_string_pretty(records).map_err(|error| Error::internal(error.to_string()))?;
            Ok(format!("{text}\n"))
        }
        RecordForm::Text => Ok(records.iter().map(to_text).collect::<Vec<_>>().join("\n")),
    }
}

/// A record as lines of `name: value`, with the names of the JSON.
fn to_text(record: &RemovalRecord) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            // Names and labels are other people's text: they must not start lines of their own.
            let value: String =
                value.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
            // Writing to a String never fails.
            let _ = writeln!(text, "{name}: {value}");
        }
    };
    line("when", &rfc3339(record.when));
    line("image", &record.image);
    line(
        "deleted",
        match (record.deleted, record.interrupted) {
            (true, _) => "yes",
            (false, true) => "unknown, the engine's answer is missing",
            (false, false) => "no, only its names",
        },
    );
    record.tags.iter().for_each(|tag| line("tag", tag));
    record.digests.iter().for_each(|digest| line("digest", digest));
    record.parents.iter().for_each(|parent| line("parent", parent));
    record.labels.iter().for_each(|(name, value)| line("label", &format!("{name}={value}")));
    line("size", &record.size.to_string());
    line("created", &rfc3339(record.created.saturating_mul(1000)));
    line("command", &record.command);
    line("copy", record.copy.as_deref().unwrap_or_default());
    line("engine", &format!("{} {} {}", record.engine.address, record.engine.host_name, record.engine.version));
    text
}

/// A time in milliseconds since 1970, in UTC.
fn rfc3339(time: i64) -> String {
    let time = time::OffsetDateTime::from_unix_timestamp(time / 1000).ok();
    let format = &time::format_description::well_known::Rfc3339;
    time.and_then(|time| time.format(format).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        copies::records::{
            recorder::fixtures::{context, result},
            removal_records,
        },
        images::fixtures::id,
    };

    #[test]
    fn labels_do_not_start_lines_in_exported_text() {
        let mut records = removal_records(&context(), &result(&["web:2"], &[id("a")]));
        records[0].labels.insert("evil".to_owned(), "x\ndeleted: no".to_owned());
        let text = export(&records, RecordForm::Text).unwrap();
        assert!(text.starts_with("when: 1970-01-01T00:00:00Z\n"), "a time in UTC: {text}");
        assert!(text.contains("label: evil=x deleted: no\n"), "a label in one line: {text}");
        assert!(text.contains("deleted: yes\n"), "what became of the image: {text}");
        let interrupted = RemovalRecord { deleted: false, interrupted: true, ..records[0].clone() };
        let text = export(&[interrupted], RecordForm::Text).unwrap();
        assert!(text.contains("deleted: unknown"), "nothing is claimed without the engine's answer: {text}");
        let json = export(&records, RecordForm::Json).unwrap();
        assert_eq!(serde_json::from_str::<Vec<RemovalRecord>>(&json).unwrap(), records, "JSON can be parsed again");
    }
}
