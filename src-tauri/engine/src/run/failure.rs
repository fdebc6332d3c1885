use crate::{
    error::{Error, ErrorCode},
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
    fn the_taken_port_is_the_one_that_is_named() {
        let message = "Bind for 0.0.0.0:8080 failed: port is already allocated";
        assert!(names_port(message, 8080), "the port is named");
        assert!(!names_port(message, 80), "a port that only begins like it is not");
    }
}
