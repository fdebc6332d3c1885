//! Comparing twins, one created by Slipway and one by the docker CLI, by what the engine reports about them.

use std::collections::BTreeMap;

use serde_json::Value;
use slipway_engine::Result;

use crate::{Cli, failed};

/// What an engine reports about an object: values by path.
pub type Facts = BTreeMap<String, String>;

/// What the engine reports about a container, without what differs between any two containers.
pub async fn container(docker: &Cli, name: &str) -> Result<Facts> {
    let json = docker.run(&["inspect", "--type", "container", name]).await?;
    let all: Value = serde_json::from_str(&json).map_err(|error| failed("docker inspect", &error))?;
    let mut found = Facts::new();
    gather("", &all[0], &CONTAINER_IDENTITY, &mut found);
    Ok(found)
}

/// What the engine reports about an image, without what differs between otherwise equal images: when it was created and
/// tagged, and therefore its ID. With the containerd store, the ID is the manifest's digest, which is also in the
/// descriptor and the repository digests. ID and name are replaced by `ID` and `ITSELF` wherever they occur, so that
/// those fields are compared too.
pub async fn image(docker: &Cli, reference: &str) -> Result<Facts> {
    let json = docker.run(&["inspect", "--type", "image", reference]).await?;
    let parse = |json: &str| serde_json::from_str::<Value>(json).map_err(|error| failed("docker inspect", &error));
    let inspected = parse(&json)?[0].take();
    let id = inspected["Id"].as_str().unwrap_or_default().to_owned();
    // With the containerd store, the size is that of the compressed content, which includes the timestamps.
    let packed = inspected["GraphDriver"]["Name"] == "overlayfs";
    let identity: &[&str] = if packed { &["Created", "LastTagTime", "Size"] } else { &["Created", "LastTagTime"] };
    let all = parse(&json.replace(&id, "ID").replace(reference, "ITSELF"))?;
    let mut found = Facts::new();
    gather("", &all[0], identity, &mut found);
    Ok(found)
}

/// Describes each difference between the two.
pub fn differing(ours: &Facts, twin: &Facts) -> Vec<String> {
    let paths = ours.keys().chain(twin.keys().filter(|path| !ours.contains_key(*path)));
    paths
        .filter(|path| ours.get(*path) != twin.get(*path))
        .map(|path| format!("{path}: {:?}, by docker {:?}", ours.get(path), twin.get(path)))
        .collect()
}

/// Fields that differ between any two containers: IDs, names, timestamps, addresses, folders, and the size of the terminal
/// that the command was typed in.
const CONTAINER_IDENTITY: [&str; 24] = [
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

/// Collects every value by its path, without the fields `identity`, without empty and null values, which are the same to
/// an engine, and without ports that the engine chose.
fn gather(path: &str, value: &Value, identity: &[&str], found: &mut Facts) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            let chosen_by_engine = path.starts_with(".NetworkSettings");
            let left_out = |name: &str| identity.contains(&name) || chosen_by_engine && name == "HostPort";
            for (name, value) in fields.iter().filter(|(name, _)| !left_out(name)) {
                gather(&format!("{path}.{name}"), value, identity, found);
            }
        }
        Value::Array(items) => {
            // The engine lists sets in any order.
            let mut items: Vec<&Value> = items.iter().collect();
            if !["Cmd", "Entrypoint", "Args", "Layers"].iter().any(|list| path.ends_with(list)) {
                items.sort_by_key(|item| item["Destination"].to_string() + &item.to_string());
            }
            for (index, item) in items.into_iter().enumerate() {
                gather(&format!("{path}[{index}]"), item, identity, found);
            }
        }
        plain => {
            found.insert(path.to_owned(), plain.to_string());
        }
    }
}
