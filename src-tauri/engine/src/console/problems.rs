use crate::{
    error::{Error, ErrorCode},
    grammar::words,
    inventory::Contents,
    wire::{ContainerState, ExecForm, Problem},
};

/// What is wrong with a new console's form so far.
pub fn exec_problems(form: &ExecForm, contents: &Contents) -> Vec<Problem> {
    let command = match words::split(&form.command) {
        Err(error) => Some(error),
        Ok(words) if words.is_empty() => Some(Error::new(ErrorCode::CommandMissing)),
        Ok(_) => None,
    };
    let standing = contents.container(&form.container).map(|container| container.state);
    let container = match standing {
        Some(ContainerState::Running) => None,
        Some(ContainerState::Paused) => Some(ErrorCode::ContainerPaused),
        Some(_) => Some(ErrorCode::ContainerNotRunning),
        None => Some(ErrorCode::ContainerNotFound),
    }
    .map(|code| Error::new(code).with("container", &form.container));
    let at = |field, error: Option<Error>| error.map(|error| Problem::at(field, error));
    [at("command", command), at("container", container)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_with_open_quotes_in_a_container_that_is_gone() {
        let form = ExecForm { container: "web".into(), command: "sh -c 'echo".into(), user: String::new() };
        let problems = exec_problems(&form, &Contents::default());
        let told: Vec<(&str, ErrorCode)> = problems.iter().map(|one| (one.field.as_str(), one.code())).collect();
        let expected = [("command", ErrorCode::QuotesUnbalanced), ("container", ErrorCode::ContainerNotFound)];
        assert_eq!(told, expected, "both are told at their fields");
    }
}
