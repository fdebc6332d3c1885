use std::collections::HashMap;

use bollard::models::{ContainerCreateBody, HostConfig, PortBinding};

use crate::{
    connect::CliDefaults,
    error::Result,
    flags::{self, Pull},
    grammar::{
        env, ports,
        volumes::{self, Volume},
        words,
    },
    persist::blocking,
    wire::RunForm,
};

/// The request for a container, and what goes with it.
pub(super) struct CreateRequest {
    /// The body of `POST /containers/create`.
    pub body: ContainerCreateBody,
    /// The platform parameter: `os[/arch[/variant]]`, or empty.
    pub platform: String,
    /// When its image is pulled.
    pub pull: Pull,
}

/// The request that a form asks for. Reads the files that flags name.
pub(super) async fn create_request(form: &RunForm, cli: &CliDefaults, size: (u16, u16)) -> Result<CreateRequest> {
    let (form, cli) = (form.clone(), cli.clone());
    let request = blocking(move || {
        let options = flags::options(&form.other)?;
        let (platform, pull) = (cli.platform_or(&options.platform()).to_owned(), options.pull());
        Ok(CreateRequest { body: options.into_body(&form, fields(&form, &cli, size)?)?, platform, pull })
    });
    request.await?
}

/// The body for the form's own fields, as the docker command sends it for the same line (docker/cli
/// `container/opts.go`).
fn fields(form: &RunForm, cli: &CliDefaults, (columns, rows): (u16, u16)) -> Result<ContainerCreateBody> {
    let command = words::split(&form.command)?;
    let environment = |name: &str| std::env::var(name).ok();
    let mut env = form.env.iter().map(|value| env::resolve(value, environment)).collect::<Result<Vec<_>>>()?;
    let proxies: Vec<String> =
        cli.proxy_variables(&env).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    env.extend(proxies);
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
