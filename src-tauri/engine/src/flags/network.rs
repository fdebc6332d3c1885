use std::collections::HashMap;

use bollard::models::{EndpointIpamConfig, EndpointSettings, NetworkingConfig};

use crate::flags::values::fields;

/// A `--network` value.
#[derive(Debug, Clone, Default)]
pub(super) struct Attachment {
    target: String,
    settings: EndpointSettings,
}

/// What the flags say of networks.
#[derive(Debug, Default)]
pub(super) struct Networks {
    pub(super) attached: Vec<Attachment>,
    pub(super) aliases: Vec<String>,
    pub(super) links: Vec<String>,
    pub(super) link_local: Vec<String>,
    pub(super) ipv4: Option<String>,
    pub(super) ipv6: Option<String>,
    pub(super) mac: Option<String>,
}

/// Why the flags do not go together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Conflict(pub(super) &'static str);

impl Networks {
    /// Whether another container's network is shared: `--network container:NAME`.
    pub(super) fn is_another_containers(&self) -> bool {
        self.attached.iter().any(|network| network.target.starts_with("container:"))
    }

    /// The mode, and the endpoints with their options, after docker/cli `parseNetworkOpts`: what is said apart from the
    /// networks is of the first.
    pub(super) fn finish(self) -> Result<(Option<String>, Option<NetworkingConfig>), Conflict> {
        let mode = self.attached.first().map(|network| network.target.clone());
        let own = |network: &Attachment| is_users_own(&network.target);
        if self.attached.iter().any(own) && !self.attached.iter().all(own) {
            return Err(Conflict("--network"));
        }
        let first = self.attached.first().cloned().unwrap_or_default();
        let mut networks = vec![self.on_first(first)?];
        networks.extend(self.attached.into_iter().skip(1));
        let mut endpoints = HashMap::new();
        for network in networks {
            let bare = network.settings == EndpointSettings::default();
            let needless = bare && mode.is_none();
            let target = if network.target.is_empty() { "default".to_owned() } else { network.target };
            if !needless && endpoints.insert(target, network.settings).is_some() {
                return Err(Conflict("--network"));
            }
        }
        // For one network without options the mode is enough.
        if endpoints.len() == 1 && endpoints.values().all(|settings| *settings == EndpointSettings::default()) {
            endpoints.clear();
        }
        let config = (!endpoints.is_empty()).then_some(NetworkingConfig { endpoints_config: Some(endpoints) });
        Ok((mode, config))
    }

    fn on_first(&self, mut first: Attachment) -> Result<Attachment, Conflict> {
        let own = is_users_own(&first.target);
        let settings = &mut first.settings;
        if !self.aliases.is_empty() {
            if !own || settings.aliases.is_some() {
                return Err(Conflict("--network-alias"));
            }
            settings.aliases = Some(self.aliases.clone());
        }
        if own && !self.links.is_empty() {
            settings.links = Some(self.links.clone());
        }
        let ipam = |settings: &mut EndpointSettings| settings.ipam_config.clone().unwrap_or_default();
        if let Some(address) = &self.ipv4 {
            let known = ipam(settings);
            if known.ipv4_address.is_some() {
                return Err(Conflict("--ip"));
            }
            settings.ipam_config = Some(EndpointIpamConfig { ipv4_address: Some(address.clone()), ..known });
        }
        if let Some(address) = &self.ipv6 {
            let known = ipam(settings);
            if known.ipv6_address.is_some() {
                return Err(Conflict("--ip6"));
            }
            settings.ipam_config = Some(EndpointIpamConfig { ipv6_address: Some(address.clone()), ..known });
        }
        if !self.link_local.is_empty() {
            let known = ipam(settings);
            if known.link_local_ips.is_some() {
                return Err(Conflict("--link-local-ip"));
            }
            settings.ipam_config = Some(EndpointIpamConfig { link_local_ips: Some(self.link_local.clone()), ..known });
        }
        if let Some(mac) = &self.mac {
            if settings.mac_address.is_some() {
                return Err(Conflict("--mac-address"));
            }
            settings.mac_address = Some(mac.clone());
        }
        Ok(first)
    }
}

/// A user-defined network, the only kind with aliases (moby `NetworkMode.IsUserDefined`).
fn is_users_own(target: &str) -> bool {
    !matches!(target, "" | "default" | "bridge" | "host" | "none" | "nat") && !target.starts_with("container:")
}

/// Reads a `--network` value: a name, or `name=…,alias=…,ip=…` (docker/cli `opts/network.go`).
pub(super) fn parse(value: &str) -> Option<Attachment> {
    if value.trim().is_empty() {
        return None;
    }
    if !is_long(value) {
        return Some(Attachment { target: value.to_owned(), ..Attachment::default() });
    }
    let mut network = Attachment::default();
    for field in fields(value)? {
        let (name, value) = field.split_once('=')?;
        let (name, value) = (name.trim().to_lowercase(), value.trim().to_owned());
        let settings = &mut network.settings;
        match name.as_str() {
            "name" => network.target = value,
            "alias" => settings.aliases.get_or_insert_default().push(value),
            "ip" => settings.ipam_config.get_or_insert_default().ipv4_address = Some(value),
            "ip6" => settings.ipam_config.get_or_insert_default().ipv6_address = Some(value),
            "link-local-ip" => {
                settings.ipam_config.get_or_insert_default().link_local_ips.get_or_insert_default().push(value);
            }
            "mac-address" => settings.mac_address = Some(value),
            "gw-priority" => settings.gw_priority = Some(value.parse().ok()?),
            "driver-opt" => {
                let (option, value) = value.split_once('=')?;
                let options = settings.driver_opts.get_or_insert_default();
                options.insert(option.trim().to_owned(), value.trim().to_owned());
            }
            _ => return None,
        }
    }
    (!network.target.is_empty()).then_some(network)
}

/// Whether something like `word=word` is in it.
fn is_long(value: &str) -> bool {
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    value.match_indices('=').any(|(at, _)| value[..at].ends_with(is_word) && value[at + 1..].starts_with(is_word))
}
