//! Two things side by side, one made by Slipway and one by the docker command: what the engine says of both.

use std::collections::BTreeMap;

use serde_json::Value;
use slipway_engine::Result;

use crate::{Cli, failed};

/// What an engine says of something: values by their path.
pub type Facts = BTreeMap<String, String>;

/// What the engine says of a container, but for what differs between any two.
pub async fn container(docker: &Cli, name: &str) -> Result<Facts> {
    let json = docker.run(&["inspect", "--type", "container", name]).await?;
    let all: Value = serde_json::from_str(&json).map_err(|error| failed("docker inspect", &error))?;
    let mut found = Facts::new();
    gather("", &all[0], &CONTAINERS_OWN, &mut found);
    Ok(found)
}

/// What the engine says of an image, but for what differs between any two that are the same otherwise: the instants of its
/// making and of its tagging, and so its ID. With the containerd store, that is the digest of the manifest, which stands
/// in the descriptor and the repository's digests as well. ID and name stand as `ID` and `ITSELF` wherever they occur, so
/// that these are compared too.
pub async fn image(docker: &Cli, reference: &str) -> Result<Facts> {
    let json = docker.run(&["inspect", "--type", "image", reference]).await?;
    let parse = |json: &str| serde_json::from_str::<Value>(json).map_err(|error| failed("docker inspect", &error));
    let told = parse(&json)?[0].take();
    let id = told["Id"].as_str().unwrap_or_default().to_owned();
    // With the containerd store, the size is that of what is kept packed, the instants' digits included.
    let packed = told["GraphDriver"]["Name"] == "overlayfs";
    let own: &[&str] = if packed { &["Created", "LastTagTime", "Size"] } else { &["Created", "LastTagTime"] };
    let all = parse(&json.replace(&id, "ID").replace(reference, "ITSELF"))?;
    let mut found = Facts::new();
    gather("", &all[0], own, &mut found);
    Ok(found)
}

/// Where the two differ, in words.
pub fn differing(ours: &Facts, twin: &Facts) -> Vec<String> {
    let paths = ours.keys().chain(twin.keys().filter(|path| !ours.contains_key(*path)));
    paths
        .filter(|path| ours.get(*path) != twin.get(*path))
        .map(|path| format!("{path}: {:?}, by docker {:?}", ours.get(path), twin.get(path)))
        .collect()
}

/// What differs between any two containers: IDs, names, instants, addresses, folders, and the size of the window that the
/// command was typed into.
const CONTAINERS_OWN: [&str; 24] = [
    "Id",
    "Name",
    "Created",
    "StartedAt",
    "FinishedAt",
    "Pid",
    "Hostname",
    "ResolvConfPath",
    "HostnamePath",
    "HostsPath",
    "LogPath",
    "GraphDriver",
    "SandboxID",
    "SandboxKey",
    "EndpointID",
    "IPAddress",
    "MacAddress",
    "GlobalIPv6Address",
    "ConsoleSize",
    "ExecIDs",
    "Gateway",
    "Source",
    "ContainerIDFile",
    "NetworkID",
];

/// Every value within, by its path, without the fields `own`; what is empty or null is left out, for to an engine they are
/// the same. Left out, too, are ports that the engine chose.
fn gather(path: &str, value: &Value, own: &[&str], found: &mut Facts) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            let chosen_by_engine = path.starts_with(".NetworkSettings");
            let left_out = |name: &str| own.contains(&name) || chosen_by_engine && name == "HostPort";
            for (name, value) in fields.iter().filter(|(name, _)| !left_out(name)) {
                gather(&format!("{path}.{name}"), value, own, found);
            }
        }
        Value::Array(items) => {
            // The engine gives what is a set in any order.
            let mut items: Vec<&Value> = items.iter().collect();
            if !["Cmd", "Entrypoint", "Args", "Layers"].iter().any(|list| path.ends_with(list)) {
                items.sort_by_key(|item| item["Destination"].to_string() + &item.to_string());
            }
            for (index, item) in items.into_iter().enumerate() {
                gather(&format!("{path}[{index}]"), item, own, found);
            }
        }
        plain => {
            found.insert(path.to_owned(), plain.to_string());
        }
    }
}
