use std::collections::{BTreeSet, HashMap};

use crate::{
    containers::name_error,
    error::{Error, ErrorCode},
    flags::{self, Pull},
    grammar::{
        Reference, env,
        ports::{self, Publication},
        volumes::{self, Volume},
        words,
    },
    inventory::Contents,
    wire::{Container, ContainerState, ImageStore, Port, Problem, RunForm},
};

/// What is wrong with a run form so far. An image that is not there is pulled, unless `--pull never` says otherwise.
pub fn run_problems(form: &RunForm, contents: &Contents) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.extend(image_problem(&form.image, contents).map(|error| Problem::at("image", error)));
    problems.extend(never_pulled(form, contents));
    problems.extend(words::split(&form.command).err().map(|error| Problem::at("command", error)));
    problems.extend(name_problem(&form.name, contents).map(|error| Problem::at("name", error)));
    let podman = contents.store == ImageStore::Podman;
    problems.extend(port_problems(&form.ports, podman, contents));
    let wrong =
        |field: &'static str, index, error: Option<Error>| error.map(|error| Problem::at_value(field, index, error));
    let env = form.env.iter().enumerate();
    problems.extend(env.filter_map(|(index, value)| wrong("env", index, env::resolve(value, |_| None).err())));
    problems.extend(volume_problems(&form.volumes, podman));
    problems.extend(flags::problems(form));
    if !podman {
        problems.extend(flags::shared_network_problem(form));
    }
    problems
}

/// A name that could be pulled, or the ID of an image that is there.
fn image_problem(image: &str, contents: &Contents) -> Option<Error> {
    match (contents.image(image), Reference::parse(image)) {
        (None, Err(error)) if error.code == ErrorCode::ReferenceIsId => {
            Some(Error::new(ErrorCode::ImageNotFound).with("reference", image.trim()))
        }
        (None, Err(error)) => Some(error),
        _ => None,
    }
}

/// That the image is not known to be here, where it is not to be pulled.
fn never_pulled(form: &RunForm, contents: &Contents) -> Option<Problem> {
    let never = flags::options(&form.other).is_ok_and(|wanted| wanted.pull() == Pull::Never);
    let reference = Reference::parse(&form.image).ok().filter(|_| never && contents.image(&form.image).is_none())?;
    let error = Error::new(ErrorCode::ImageNotFound).with("reference", reference.familiar());
    Some(Problem::warning("image", error))
}

fn name_problem(name: &str, contents: &Contents) -> Option<Error> {
    if name.is_empty() { None } else { name_error(name, contents.containers.values()) }
}

fn port_problems(values: &[String], podman: bool, contents: &Contents) -> Vec<Problem> {
    let running = |container: &&Container| container.state == ContainerState::Running;
    let published = contents.containers.values().filter(running).flat_map(|one| &one.ports);
    let mut taken = TakenPorts::default();
    for Port { host, protocol, address, .. } in published {
        taken.add(*host, protocol, address, None);
    }
    let mut problems = Vec::new();
    for (index, value) in values.iter().enumerate() {
        match ports::parse(value) {
            Err(error) => problems.push(Problem::at_value("ports", index, error)),
            Ok(publications) => {
                if let Some(port) = publications.iter().find_map(|wanted| taken.clash(wanted, podman)) {
                    let error = Error::new(ErrorCode::PortTaken).with("port", port.to_string());
                    problems.push(Problem::at_value("ports", index, error));
                }
                for wanted in &publications {
                    taken.add(wanted.needs(), &wanted.protocol, &wanted.address, Some(wanted.container));
                }
            }
        }
    }
    problems
}

/// The host's ports that are in use, by number: a range has thousands, and the form is checked at every key.
#[derive(Default)]
struct TakenPorts(HashMap<u16, Vec<TakenPort>>);

struct TakenPort {
    protocol: String,
    address: String,
    /// The container's port, of one that the form itself publishes: it may publish a port twice.
    container: Option<u16>,
}

impl TakenPorts {
    fn add(&mut self, host: Option<u16>, protocol: &str, address: &str, container: Option<u16>) {
        let Some(host) = host else { return };
        let port = TakenPort { protocol: protocol.to_owned(), address: address.to_owned(), container };
        self.0.entry(host).or_default().push(port);
    }

    /// The port that a publication needs, if it is taken.
    fn clash(&self, wanted: &Publication, podman: bool) -> Option<u16> {
        let host = wanted.needs()?;
        let is_taken = self.0.get(&host)?.iter().any(|taken| {
            taken.container != Some(wanted.container)
                && taken.protocol == wanted.protocol
                && ports::addresses_clash(&wanted.address, &taken.address, podman)
        });
        is_taken.then_some(host)
    }
}

/// Two volumes at one place are refused by the engine ("Duplicate mount point").
fn volume_problems(values: &[String], podman: bool) -> Vec<Problem> {
    let mut places = BTreeSet::new();
    let problem = |(index, value): (usize, &String)| {
        let error = match volumes::parse(value) {
            Err(error) => error,
            Ok(volume) if !podman && !volume.for_docker() => Error::new(ErrorCode::VolumeInvalid).with("value", value),
            Ok(Volume::Anonymous { path } | Volume::Bound { path, .. }) => {
                if places.insert(path.trim_end_matches('/').to_owned()) {
                    return None;
                }
                Error::new(ErrorCode::VolumeInvalid).with("value", value)
            }
        };
        Some(Problem::at_value("volumes", index, error))
    };
    values.iter().enumerate().filter_map(problem).collect()
}

#[cfg(test)]
mod tests;
