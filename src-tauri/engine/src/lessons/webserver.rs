//! The web servers that two lessons run.

use super::{evidence::Evidence, outline::StepState, shared::image_row};
use crate::wire::{Action, Container, ContainerState, RunForm};

/// The container of the web server whose page is changed.
pub const WEBSERVER: &str = "webserver";
/// The container of the image that was committed from it.
pub const SECOND_WEBSERVER: &str = "web2";

/// The port of the host that is published for a container's port 80.
pub fn published_port(container: &Container) -> Option<u16> {
    container.ports.iter().filter(|port| port.container == 80).find_map(|port| port.host)
}

/// The state of the step that runs a container with this name and image, and with its port 80 published.
pub fn run_state(evidence: &Evidence<'_>, name: &str, image: &str) -> StepState {
    let image_id = evidence.image(image).map(|image| image.id.as_str());
    let is_of_image = |container: &Container| Some(container.image_id.as_str()) == image_id || container.image == image;
    match evidence.container(name) {
        Some(container) if !is_of_image(container) => StepState::Wrong("name-taken"),
        Some(container) if container.state != ContainerState::Running => StepState::Wrong("stopped"),
        Some(container) if published_port(container).is_none() => StepState::Wrong("no-port"),
        Some(_) => StepState::Done,
        None if other_name(evidence, image).is_some() => StepState::Wrong("other-name"),
        None if image_id.is_none() => StepState::Wrong("no-image"),
        None => StepState::Open,
    }
}

/// The name of a container that was run from the image since the lesson was started, if it is none of the lesson's.
pub fn other_name<'a>(evidence: &Evidence<'a>, image: &str) -> Option<&'a str> {
    let image = evidence.image(image)?;
    let is_other = |container: &&Container| {
        evidence.progress.begun
            && !evidence.existed_before(&container.id)
            && ![WEBSERVER, SECOND_WEBSERVER].contains(&container.name.as_str())
    };
    let container = evidence.contents.users(&image.id).into_iter().find(is_other);
    container.map(|container| container.name.as_str())
}

/// The action that runs a web server, with the port that it publishes: the one it has, or a free one from `first` on.
pub fn run_action(evidence: &Evidence<'_>, name: &str, image: &str, first: u16) -> (Action, u16) {
    let port = evidence.container(name).and_then(published_port).unwrap_or_else(|| evidence.free_port(first));
    let form = RunForm {
        image: image.to_owned(),
        name: name.to_owned(),
        detach: true,
        ports: vec![format!("{port}:80")],
        ..RunForm::default()
    };
    (Action::Run(form), port)
}

/// Where the window runs a web server from an image.
pub fn run_places(image: &str) -> Vec<String> {
    let form = ["run-preset-server", "run-name", "run-ports", "run-start"].map(str::to_owned);
    ["nav-images".to_owned(), image_row(image), "image-run".to_owned()].into_iter().chain(form).collect()
}
