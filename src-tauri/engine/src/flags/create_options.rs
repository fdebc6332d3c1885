use std::collections::{BTreeSet, HashMap};

use bollard::models::{ContainerCreateBody, HealthConfig, HostConfig, HostConfigLogConfig, RestartPolicyNameEnum};

use crate::{
    error::{Error, ErrorCode, Result},
    flags::{
        capabilities, files,
        network::{Conflict, Networks},
        values::map,
    },
    wire::RunForm,
};

/// What a form's other flags set, as far as it is known without reading files.
#[derive(Debug, Default)]
pub(crate) struct CreateOptions {
    pub(super) body: ContainerCreateBody,
    pub(super) host: HostConfig,
    pub(super) networks: Networks,
    pub(super) health: HealthConfig,
    pub(super) no_healthcheck: bool,
    pub(super) env_files: Vec<String>,
    pub(super) label_files: Vec<String>,
    pub(super) labels: Vec<String>,
    pub(super) security: Vec<String>,
    pub(super) cdi: Vec<String>,
    pub(super) exposed: BTreeSet<String>,
    pub(super) log_driver: Option<String>,
    pub(super) log_options: Vec<String>,
    pub(super) platform: Option<String>,
    pub(super) pull: Pull,
}

/// When the image is pulled before a container is created from it (`--pull`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Pull {
    /// Each time.
    Always,
    /// When it is not there.
    #[default]
    Missing,
    /// Not at all.
    Never,
}

impl Pull {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "always" => Some(Self::Always),
            "missing" => Some(Self::Missing),
            "never" => Some(Self::Never),
            _ => None,
        }
    }
}

impl CreateOptions {
    /// `os[/arch[/variant]]` of the image to use, which is no part of the body.
    pub(crate) fn platform(&self) -> String {
        self.platform.clone().unwrap_or_default()
    }

    /// When the image is pulled, which is not part of the request.
    pub(crate) fn pull(&self) -> Pull {
        self.pull
    }

    /// Whether the flags go together with each other and with the form.
    ///
    /// # Errors
    /// [`ErrorCode::FlagsConflict`]
    pub(crate) fn check(self, form: &RunForm) -> Result<()> {
        self.conflict(form)?;
        self.networks.finish().map(|_| ()).map_err(conflicting)
    }

    fn conflict(&self, form: &RunForm) -> Result<()> {
        let restarts = self.host.restart_policy.as_ref().and_then(|policy| policy.name);
        if form.remove && !matches!(restarts, None | Some(RestartPolicyNameEnum::NO)) {
            return Err(conflict("--rm, --restart"));
        }
        if self.no_healthcheck && self.health != HealthConfig::default() {
            return Err(conflict("--no-healthcheck"));
        }
        if self.log_driver.as_deref() == Some("none") && !self.log_options.is_empty() {
            return Err(conflict("--log-driver, --log-opt"));
        }
        Ok(())
    }

    /// That a flag cannot be given with another container's network, which has its own name, ports and DNS (moby
    /// `daemon/runconfig/hostconfig_unix.go` `validateNetContainerMode`). Podman ignores most of them.
    pub(super) fn shared_network_conflict(&self, form: &RunForm) -> Option<Error> {
        let given = |values: &Option<Vec<String>>| values.as_ref().is_some_and(|values| !values.is_empty());
        let flags = [
            ("--publish", form.ports.iter().any(|port| !port.trim().is_empty())),
            ("--publish-all", self.host.publish_all_ports == Some(true)),
            ("--expose", !self.exposed.is_empty()),
            ("--hostname", self.body.hostname.is_some()),
            ("--link", !self.networks.links.is_empty()),
            ("--dns", given(&self.host.dns)),
            ("--add-host", given(&self.host.extra_hosts)),
        ];
        let (flag, _) = flags.into_iter().find(|(_, is_given)| *is_given)?;
        self.networks.is_another_containers().then(|| conflict(&format!("--network, {flag}")))
    }

    /// Puts all of it into what the form's own fields ask for already.
    ///
    /// # Errors
    /// [`ErrorCode::FlagsConflict`]; [`ErrorCode::FileFailed`] for a file that a flag names.
    pub(crate) fn into_body(self, form: &RunForm, own: ContainerCreateBody) -> Result<ContainerCreateBody> {
        self.conflict(form)?;
        let env = self.environment()?;
        let labels = self.labels()?;
        let security = self.security.iter().map(|option| files::security(option)).collect::<Result<Vec<_>>>()?;
        let healthcheck = match (self.no_healthcheck, self.health) {
            (true, _) => Some(HealthConfig { test: Some(vec!["NONE".to_owned()]), ..HealthConfig::default() }),
            (false, health) => Some(health).filter(|health| *health != HealthConfig::default()),
        };
        let links = Some(self.networks.links.clone()).filter(|links| !links.is_empty());
        let (network_mode, networking_config) = self.networks.finish().map_err(conflicting)?;
        let log_config = (self.log_driver.is_some() || !self.log_options.is_empty()).then(|| HostConfigLogConfig {
            typ: Some(self.log_driver.unwrap_or_default()),
            config: Some(map(&self.log_options)),
        });
        let mut device_requests = self.host.device_requests.unwrap_or_default();
        if !self.cdi.is_empty() {
            device_requests.insert(0, crate::flags::devices::cdi_request(self.cdi));
        }
        let (add, drop) =
            capabilities::effective(self.host.cap_add.unwrap_or_default(), self.host.cap_drop.unwrap_or_default());
        let fields = own.host_config.unwrap_or_default();
        let exposed = self.exposed.into_iter().chain(own.exposed_ports.unwrap_or_default());
        let exposed: BTreeSet<String> = exposed.collect();
        let host = HostConfig {
            auto_remove: fields.auto_remove,
            binds: fields.binds,
            port_bindings: fields.port_bindings,
            console_size: fields.console_size,
            cap_add: Some(add).filter(|names| !names.is_empty()),
            cap_drop: Some(drop).filter(|names| !names.is_empty()),
            device_requests: Some(device_requests).filter(|requests| !requests.is_empty()),
            links,
            log_config,
            network_mode,
            security_opt: Some(security).filter(|options| !options.is_empty()),
            ..self.host
        };
        Ok(ContainerCreateBody {
            env: Some(env.into_iter().chain(own.env.unwrap_or_default()).collect()),
            exposed_ports: Some(exposed.into_iter().collect()),
            labels: Some(labels).filter(|labels| !labels.is_empty()),
            healthcheck,
            networking_config,
            host_config: Some(host),
            hostname: self.body.hostname,
            domainname: self.body.domainname,
            user: self.body.user,
            working_dir: self.body.working_dir,
            entrypoint: self.body.entrypoint,
            stop_signal: self.body.stop_signal,
            stop_timeout: self.body.stop_timeout,
            ..own
        })
    }

    fn environment(&self) -> Result<Vec<String>> {
        let environment = |name: &str| std::env::var(name).ok();
        let read = self.env_files.iter().map(|path| files::lines(path, environment));
        Ok(read.collect::<Result<Vec<_>>>()?.concat())
    }

    fn labels(&self) -> Result<HashMap<String, String>> {
        let read = self.label_files.iter().map(|path| files::lines(path, |_| Some(String::new())));
        let mut labels = read.collect::<Result<Vec<_>>>()?.concat();
        labels.extend(self.labels.iter().cloned());
        Ok(map(&labels))
    }
}

fn conflicting(conflict: Conflict) -> Error {
    self::conflict(conflict.0)
}

fn conflict(flags: &str) -> Error {
    Error::new(ErrorCode::FlagsConflict).with("flags", flags)
}
