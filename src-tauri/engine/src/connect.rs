//! Where an engine may answer, the connection to it, and why one does not answer.
//!
//! An [`Engine`] is a connection to an engine that answered. Its ordinary requests (through bollard) and its hijacked
//! byte streams ([`Engine::hijack`]) are both carried by [`dial::Dialer`], so that every kind of endpoint (socket, TCP,
//! TLS, ssh, pipe) supports all of them.
//!
//! Why: `docs/decisions/010-own-dialer-beneath-bollard.md`.

mod address;
mod cli_defaults;
mod client_options;
mod clock;
mod contexts;
mod dial;
mod endpoints;
mod engine;
mod environment;
mod failure;
mod handshake;
mod link;
mod pool;
mod practice_location;
mod reply;
mod silence;

pub use address::Address;
pub use cli_defaults::CliDefaults;
pub use client_options::ClientOptions;
pub use dial::ByteStream;
pub(crate) use dial::system_roots;
pub use endpoints::candidates;
pub(crate) use endpoints::{endpoints_to_try, known_endpoints};
pub use engine::Engine;
pub use environment::Environment;
pub(crate) use failure::{causes, error_chain, time_text};
pub use failure::{code_of_build_failure, code_of_exec_failure, is_runtime_message, refusal};
pub use handshake::OLDEST_API;
pub use link::Link;
pub use practice_location::{PracticeLocation, SOCKET_VARIABLE, known_socket};
pub(crate) use reply::{lines, null_to_default, parse_timestamp};
