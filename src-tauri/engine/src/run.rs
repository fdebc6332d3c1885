//! Running a container from an image: what is wrong with the form, creating the container, starting it.

use std::collections::{BTreeSet, HashMap};

use bollard::{
    models::{ContainerCreateBody, HostConfig, PortBinding},
    query_parameters::{CreateContainerOptionsBuilder, RemoveContainerOptionsBuilder, StartContainerOptions},
};
use bytes::Bytes;

use crate::{
    command_line,
    connect::{ByteStream, Engine},
    console::{self, Consoles, Kind, Opening, Process, Until, Wait},
    error::{Error, ErrorCode, Result},
    flags::{self, Pull},
    grammar::{
        Reference, container_name, env,
        ports::{self, Publication},
        volumes::{self, Volume},
        words,
    },
    inventory::Contents,
    jobs::Report,
    persist::blocking,
    wire::{Action, Console, ConsoleKind, ConsoleState, Container, ContainerState, Outcome, Port, Problem, RunForm},
};

/// What is wrong with a run form so far. An image that is not there is pulled, unless `--pull never` says otherwise.
pub fn run_problems(form: &RunForm, contents: &Contents) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.extend(image_problem(&form.image, contents).map(|error| Problem::at("image", error)));
    problems.extend(never_pulled(form, contents));
    problems.extend(words::split(&form.command).err().map(|error| Problem::at("command", error)));
    problems.extend(name_problem(&form.name, contents).map(|error| Problem::at("name", error)));
    problems.extend(port_problems(&form.ports, contents));
    let wrong =
        |field: &'static str, index, error: Option<Error>| error.map(|error| Problem::at_value(field, index, error));
    let env = form.env.iter().enumerate();
    problems.extend(env.filter_map(|(index, value)| wrong("env", index, env::resolve(value, |_| None).err())));
    problems.extend(volume_problems(&form.volumes));
    problems.extend(flags::problems(form));
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
    let code = if name.is_empty() {
        return None;
    } else if !container_name::is_valid(name) {
        ErrorCode::NameInvalid
    } else if contents.containers.values().any(|container| container.name == name) {
        ErrorCode::NameTaken
    } else {
        return None;
    };
    Some(Error::new(code).with("name", name))
}

fn port_problems(values: &[String], contents: &Contents) -> Vec<Problem> {
    let running = |container: &&Container| container.state == ContainerState::Running;
    let published: Vec<&Port> = contents.containers.values().filter(running).flat_map(|one| &one.ports).collect();
    let mut problems = Vec::new();
    let mut earlier: Vec<Publication> = Vec::new();
    for (index, value) in values.iter().enumerate() {
        match ports::parse(value) {
            Err(error) => problems.push(Problem::at_value("ports", index, error)),
            Ok(publications) => {
                let taken = publications.iter().find_map(|wanted| {
                    let host = wanted.needs()?;
                    let by_container =
                        published.iter().any(|port| clashes(wanted, host, port.host, &port.protocol, &port.address));
                    let by_another = earlier.iter().any(|other| {
                        other.container != wanted.container
                            && clashes(wanted, host, other.needs(), &other.protocol, &other.address)
                    });
                    (by_container || by_another).then_some(host)
                });
                if let Some(port) = taken {
                    let error = Error::new(ErrorCode::PortTaken).with("port", port.to_string());
                    problems.push(Problem::at_value("ports", index, error));
                }
                earlier.extend(publications);
            }
        }
    }
    problems
}

fn clashes(wanted: &Publication, host: u16, taken: Option<u16>, protocol: &str, address: &str) -> bool {
    let everywhere = |address: &str| matches!(address, "" | "0.0.0.0" | "::");
    taken == Some(host)
        && wanted.protocol == protocol
        && (everywhere(&wanted.address) || everywhere(address) || wanted.address == address)
}

/// Two volumes at one place are refused by the engine ("Duplicate mount point").
fn volume_problems(values: &[String]) -> Vec<Problem> {
    let mut places = BTreeSet::new();
    let problem = |(index, value): (usize, &String)| {
        let error = match volumes::parse(value) {
            Err(error) => error,
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

/// `docker run …`: makes a container from an image and starts it; without `-d` its process is in a console.
///
/// An image that is not there is pulled first, by `pull`, which is told the reference and the platform; `--pull` may ask
/// for it always, or never.
///
/// It goes the docker command's way: attached before the start, so that no output is lost, and waited for before the
/// start, so that no exit code is lost. One thing differs: a container that could not be started is removed, where the
/// docker command leaves it behind without `--rm`. The form is still open then, and its name must be free to try again.
///
/// Cancelled before the start, it leaves nothing behind.
///
/// # Errors
/// [`ErrorCode::ImageNotFound`], [`ErrorCode::NameTaken`], [`ErrorCode::PortTaken`], [`ErrorCode::CommandNotFound`],
/// [`ErrorCode::CommandNotExecutable`], [`ErrorCode::CommandMissing`], [`ErrorCode::MountSourceMissing`], …, each with
/// the form's own value; those of [`pull`](crate::images::pull) as it tells them; [`ErrorCode::Cancelled`].
pub async fn run<Pulling: Future<Output = Result<()>>>(
    engine: &Engine,
    form: &RunForm,
    pull: impl Fn(String, String) -> Pulling,
    consoles: &Consoles,
    size: (u16, u16),
    report: &Report,
) -> Result<Outcome> {
    let wanted = wanted(form, size).await?;
    let created = created(engine, form, &wanted, pull, report).await?;
    let id = created.id().to_owned();
    let work = async {
        if form.detach {
            start(engine, &id).await?;
            return Ok(None);
        }
        let stream = console::attach_stream(engine, &id, form.interactive).await?;
        let until = if form.remove { Until::Removed } else { Until::Exit };
        let wait = Wait::register(engine, &id, until).await?;
        start(engine, &id).await?;
        Ok(Some((stream, wait)))
    };
    let started = tokio::select! {
        biased;
        () = report.cancelled() => Err(Error::new(ErrorCode::Cancelled)),
        started = work => started,
    };
    match started {
        Ok(None) => {
            created.keep();
            report.line(&id);
            Ok(Outcome::Container { id })
        }
        Ok(Some((stream, wait))) => {
            created.keep();
            let console = open(engine, form, consoles, size, &id, stream, wait).await;
            Ok(Outcome::Console { id: console, container: id })
        }
        Err(error) => {
            created.remove().await;
            Err(about(form, error))
        }
    }
}

async fn open(
    engine: &Engine,
    form: &RunForm,
    consoles: &Consoles,
    size: (u16, u16),
    id: &str,
    stream: ByteStream,
    wait: Wait,
) -> String {
    let process = Process { docker: engine.docker().clone(), kind: Kind::Container { id: id.to_owned(), ours: true } };
    if form.tty
        && let Err(error) = process.resize(size.0, size.1).await
    {
        // It may have ended already, which its console will tell.
        tracing::debug!(%error, "the terminal keeps the engine's size");
    }
    // Made up by the engine where the form has none; and a short-lived container may be gone by now.
    let inspected = crate::api::containers::inspect(engine, id).await.unwrap_or_default();
    let told = |text: String, form: &String| if text.is_empty() { form.clone() } else { text };
    let console = Console {
        id: String::new(),
        container: id.to_owned(),
        container_name: told(inspected.name().to_owned(), &form.name),
        command: told(shell_words::join(inspected.command()), &form.command),
        command_line: command_line::render(&Action::Run(form.clone())).text,
        user: String::new(),
        tty: form.tty,
        kind: ConsoleKind::Run,
        state: ConsoleState::Open,
        exit_code: None,
    };
    consoles.open(Opening { console, stream, first: Bytes::new(), process, wait: Some(wait) })
}

/// A container that is removed unless it is kept, so also when the work is dropped.
struct Created {
    docker: bollard::Docker,
    id: String,
    kept: bool,
}

impl Created {
    fn id(&self) -> &str {
        &self.id
    }

    fn keep(mut self) {
        self.kept = true;
    }

    async fn remove(mut self) {
        self.kept = true;
        remove(&self.docker, &self.id).await;
    }
}

impl Drop for Created {
    fn drop(&mut self) {
        if let (false, Ok(runtime)) = (self.kept, tokio::runtime::Handle::try_current()) {
            let (docker, id) = (self.docker.clone(), self.id.clone());
            runtime.spawn(async move { remove(&docker, &id).await });
        }
    }
}

/// With `--rm` the engine has removed it, or is about to: that it is gone is all that counts.
async fn remove(docker: &bollard::Docker, id: &str) {
    let options = RemoveContainerOptionsBuilder::default().v(true).force(true).build();
    if let Err(error) = docker.remove_container(id, Some(options)).await.map_err(Error::from)
        && error.code != ErrorCode::ContainerNotFound
    {
        tracing::warn!(%error, id, "a container that did not start stays behind");
    }
}

/// Makes the container, of an image that is pulled before where it has to be (docker/cli `container/create.go`): only the
/// engine knows whether it has an image of that name for the platform.
async fn created<Pulling: Future<Output = Result<()>>>(
    engine: &Engine,
    form: &RunForm,
    wanted: &Wanted,
    pull: impl Fn(String, String) -> Pulling,
    report: &Report,
) -> Result<Created> {
    // An ID cannot be pulled.
    let reference = Reference::parse(&form.image).ok().map(Reference::with_default_tag);
    let pull = |reference: &Reference| pull(reference.canonical(), wanted.platform.clone());
    if let (Pull::Always, Some(reference)) = (wanted.pull, &reference) {
        pull(reference).await?;
    }
    let made = create(engine, form, wanted).await;
    let absent = made.as_ref().is_err_and(|error| error.code == ErrorCode::ImageNotFound);
    let made = match (wanted.pull, &reference) {
        (Pull::Missing, Some(reference)) if absent => {
            report.line(format!("Unable to find image '{}' locally", reference.familiar()));
            pull(reference).await?;
            create(engine, form, wanted).await
        }
        _ => made,
    };
    made.map_err(|error| about(form, error))
}

async fn create(engine: &Engine, form: &RunForm, wanted: &Wanted) -> Result<Created> {
    let options = CreateContainerOptionsBuilder::default().platform(&wanted.platform);
    let options = if form.name.is_empty() { options } else { options.name(&form.name) };
    let options = Some(options.build());
    let (docker, body) = (engine.docker().clone(), wanted.body.clone());
    // In a task of its own: the work may be dropped while the engine is at it, and what is made then must go.
    let making = tokio::spawn(async move {
        let id = docker.create_container(options, body).await?.id;
        Ok(Created { docker, id, kept: false })
    });
    making.await.map_err(|error| Error::internal(error.to_string()))?
}

async fn start(engine: &Engine, id: &str) -> Result<()> {
    Ok(engine.docker().start_container(id, None::<StartContainerOptions>).await?)
}

/// What is asked of the engine.
struct Wanted {
    /// The request for a container.
    body: ContainerCreateBody,
    /// What goes beside it: `os[/arch[/variant]]`, or empty.
    platform: String,
    /// Whether its image is pulled.
    pull: Pull,
}

/// What a form asks for. Files that flags name are read, which may block.
async fn wanted(form: &RunForm, size: (u16, u16)) -> Result<Wanted> {
    let form = form.clone();
    let options = blocking(move || {
        let other = flags::options(&form.other)?;
        let (platform, pull) = (other.platform(), other.pull());
        Ok(Wanted { body: other.into_body(&form, fields(&form, size)?)?, platform, pull })
    });
    options.await?
}

/// What the form's own fields ask for, as the docker command sends it for the same line (docker/cli
/// `container/opts.go`).
fn fields(form: &RunForm, (columns, rows): (u16, u16)) -> Result<ContainerCreateBody> {
    let command = words::split(&form.command)?;
    let environment = |name: &str| std::env::var(name).ok();
    let env = form.env.iter().map(|value| env::resolve(value, environment)).collect::<Result<Vec<_>>>()?;
    let publications = form.ports.iter().map(|value| ports::parse(value)).collect::<Result<Vec<_>>>()?.concat();
    let volumes = form.volumes.iter().map(|value| volumes::parse(value)).collect::<Result<Vec<_>>>()?;
    let (mut binds, mut anonymous) = (Vec::new(), Vec::new());
    for volume in volumes {
        match volume {
            Volume::Anonymous { path } => anonymous.push(path),
            Volume::Bound { bind, .. } => binds.push(bind),
        }
    }
    let mut bindings: HashMap<String, Option<Vec<PortBinding>>> = HashMap::new();
    for publication in &publications {
        let port = format!("{}/{}", publication.container, publication.protocol);
        let binding =
            PortBinding { host_ip: Some(publication.address.clone()), host_port: Some(publication.host_port()) };
        bindings.entry(port).or_default().get_or_insert_default().push(binding);
    }
    let exposed: Vec<String> = bindings.keys().cloned().collect();
    let attached = !form.detach;
    Ok(ContainerCreateBody {
        image: Some(form.image.trim().to_owned()),
        cmd: (!command.is_empty()).then_some(command),
        tty: Some(form.tty),
        open_stdin: Some(form.interactive),
        stdin_once: Some(form.interactive && attached),
        attach_stdin: Some(form.interactive && attached),
        attach_stdout: Some(attached),
        attach_stderr: Some(attached),
        env: Some(env::latest(env)),
        exposed_ports: Some(exposed),
        volumes: Some(anonymous),
        host_config: Some(HostConfig {
            auto_remove: Some(form.remove),
            binds: Some(binds),
            port_bindings: Some(bindings),
            console_size: form.tty.then(|| vec![rows.into(), columns.into()]),
            ..Default::default()
        }),
        ..Default::default()
    })
}

/// An error with the form's own value that it is about. The code says which field; which of a field's several values
/// is the one that the engine's words repeat.
fn about(form: &RunForm, error: Error) -> Error {
    let said = error.message.clone();
    match error.code {
        ErrorCode::ImageNotFound | ErrorCode::CommandMissing => error.with("reference", form.image.trim()),
        ErrorCode::NameTaken => error.with("name", &form.name),
        ErrorCode::PortTaken => {
            let publications = form.ports.iter().filter_map(|value| ports::parse(value).ok()).flatten();
            let hosts: Vec<u16> = publications.filter_map(|one| one.needs()).collect();
            let named = hosts.iter().find(|port| names_port(&said, **port)).or(hosts.first());
            error.with("port", named.map(ToString::to_string).unwrap_or_default())
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
            let named = sources.iter().find(|source| said.contains(source.as_str())).or(sources.first());
            error.with("path", named.cloned().unwrap_or_default())
        }
        _ => error,
    }
}

/// Whether the engine's words hold `:PORT`, and not as the beginning of a longer number.
fn names_port(said: &str, port: u16) -> bool {
    said.split(&format!(":{port}")).skip(1).any(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents() -> Contents {
        let web = Container {
            id: "f".repeat(64),
            name: "web".to_owned(),
            image: "nginx".to_owned(),
            image_id: String::new(),
            command: String::new(),
            created: 0,
            state: ContainerState::Running,
            since: None,
            exit_code: None,
            ports: vec![Port { container: 80, protocol: "tcp".into(), host: Some(8080), address: "0.0.0.0".into() }],
            mounts: Vec::new(),
            tty: false,
            labels: Default::default(),
        };
        Contents { containers: HashMap::from([(web.id.clone(), web)]), ..Contents::default() }
    }

    fn told(form: RunForm) -> Vec<(String, Option<u32>, ErrorCode)> {
        let form =
            RunForm { image: if form.image.is_empty() { "nginx".to_owned() } else { form.image.clone() }, ..form };
        let problems = run_problems(&form, &contents());
        problems.into_iter().map(|problem| (problem.field.clone(), problem.index, problem.code())).collect()
    }

    fn at(field: &str, index: Option<u32>, code: ErrorCode) -> Vec<(String, Option<u32>, ErrorCode)> {
        vec![(field.to_owned(), index, code)]
    }

    fn strings(values: &[&str]) -> Vec<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    #[test]
    fn the_taken_port_is_the_one_that_is_named() {
        let said = "Bind for 0.0.0.0:8080 failed: port is already allocated";
        assert!(names_port(said, 8080), "the port is named");
        assert!(!names_port(said, 80), "a port that only begins like it is not");
    }

    #[test]
    fn a_form_that_can_be_run_has_no_problems() {
        let form = RunForm {
            command: "nginx -g 'daemon off;'".to_owned(),
            name: "web-2".to_owned(),
            ports: strings(&["8081:80", "127.0.0.1::81", "8080:53/udp", "8000-8100:82"]),
            env: strings(&["A=1", "HOME"]),
            volumes: strings(&["data:/data", "/srv:/srv:ro"]),
            detach: true,
            remove: true,
            ..RunForm::default()
        };
        assert_eq!(told(form), [], "nothing is wrong with it");
    }

    #[test]
    fn each_problem_is_told_at_its_field() {
        use ErrorCode::*;
        let empty = run_problems(&RunForm::default(), &contents());
        assert_eq!(empty.iter().map(Problem::code).collect::<Vec<_>>(), [ReferenceEmpty], "no image was named");
        let image = |image: &str| told(RunForm { image: image.to_owned(), ..RunForm::default() });
        assert_eq!(image("Ubuntu"), at("image", None, ReferenceUppercase), "no image can be called so");
        assert_eq!(image(&"a".repeat(64)), at("image", None, ImageNotFound), "an ID cannot be pulled");
        let command = told(RunForm { command: "sh -c 'x".to_owned(), ..RunForm::default() });
        assert_eq!(command, at("command", None, QuotesUnbalanced), "quotes do not match");
        let name = |name: &str| told(RunForm { name: name.to_owned(), ..RunForm::default() });
        assert_eq!(name("web"), at("name", None, NameTaken), "another container has the name");
        assert_eq!(name("my web"), at("name", None, NameInvalid), "no container can be called so");
        let ports = |values: &[&str]| told(RunForm { ports: strings(values), ..RunForm::default() });
        assert_eq!(ports(&["81", "x"]), at("ports", Some(1), PortInvalid), "no port");
        assert_eq!(ports(&["8080:90"]), at("ports", Some(0), PortTaken), "another container listens there");
        assert_eq!(ports(&["127.0.0.1:8080:90"]), at("ports", Some(0), PortTaken), "and on every address");
        assert_eq!(ports(&["90:1", "90:2"]), at("ports", Some(1), PortTaken), "the form's own port above");
        let env = told(RunForm { env: strings(&["A=1", "=2"]), ..RunForm::default() });
        assert_eq!(env, at("env", Some(1), EnvInvalid), "a value without a name");
        let volumes = |values: &[&str]| told(RunForm { volumes: strings(values), ..RunForm::default() });
        assert_eq!(volumes(&["/a", "b:c"]), at("volumes", Some(1), VolumeInvalid), "a relative place");
        assert_eq!(volumes(&["a1:/x", "b1:/x/"]), at("volumes", Some(1), VolumeInvalid), "two at one place");
    }
}
