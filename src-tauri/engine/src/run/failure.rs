use crate::{
    console::about_user,
    error::{Error, ErrorCode},
    flags,
    grammar::{
        ports,
        volumes::{self, Volume},
        words,
    },
    wire::RunForm,
};

/// The error with the form's own value that it is about. The code says which field; of a field with several values it
/// is the one that the engine's message repeats.
pub(super) fn at_field(form: &RunForm, error: Error) -> Error {
    let message = error.message.clone();
    match error.code {
        ErrorCode::ImageNotFound | ErrorCode::CommandMissing => error.with("reference", form.image.trim()),
        ErrorCode::NameTaken => error.with("name", &form.name),
        ErrorCode::PortTaken => {
            let publications = form.ports.iter().filter_map(|value| ports::parse(value).ok()).flatten();
            let mut hosts = publications.filter_map(|one| one.needs());
            let named = hosts.find(|port| names_port(&message, *port));
            error.with("port", named.map(|port| port.to_string()).unwrap_or_default())
        }
        ErrorCode::CommandNotFound | ErrorCode::CommandNotExecutable => {
            let program = words::split(&form.command).ok().and_then(|words| words.into_iter().next());
            error.with("command", program.unwrap_or_default())
        }
        ErrorCode::MountSourceMissing => {
            let source = |value: &String| match volumes::parse(value) {
                Ok(Volume::Bound { source, .. }) => Some(source),
                _ => None,
            };
            let sources: Vec<String> = form.volumes.iter().filter_map(source).collect();
            let named = sources.iter().find(|source| message.contains(source.as_str()));
            error.with("path", named.cloned().unwrap_or_default())
        }
        ErrorCode::UserNotFound | ErrorCode::GroupNotFound | ErrorCode::UserIdInvalid => {
            let rows = form.other.iter().filter_map(|row| flags::parse_row(row).ok());
            // Of several, the last counts.
            let user = rows.rev().find(|row| row.flag.name == "user").map(|row| row.value);
            about_user(error, &user.unwrap_or_default())
        }
        _ => error,
    }
}

/// Whether a message contains `:PORT`, and not as the start of a longer number.
fn names_port(message: &str, port: u16) -> bool {
    message.split(&format!(":{port}")).skip(1).any(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_user_or_group_is_that_of_the_form() {
        let form = RunForm { other: vec!["-u nobody1:nogroup1".into(), "--init".into()], ..RunForm::default() };
        for (code, detail, expected) in [
            (ErrorCode::UserNotFound, "user", "nobody1"),
            (ErrorCode::GroupNotFound, "group", "nogroup1"),
            (ErrorCode::UserIdInvalid, "user", "nobody1:nogroup1"),
        ] {
            assert_eq!(at_field(&form, Error::new(code)).details[detail], expected, "the detail of {code:?}");
        }
        for user in ["-1", "0:99999999999"] {
            let form = RunForm { other: vec![format!("--user={user}")], ..RunForm::default() };
            let error = at_field(&form, Error::new(ErrorCode::UserNotFound));
            assert_eq!(error.code, ErrorCode::UserIdInvalid, "{user} is out of range, whatever engines call it");
        }
    }

    #[test]
    fn the_taken_port_is_the_one_that_is_named() {
        let message = "Bind for 0.0.0.0:8080 failed: port is already allocated";
        assert!(names_port(message, 8080), "the port is named");
        assert!(!names_port(message, 80), "a port that only begins like it is not");
    }
}
