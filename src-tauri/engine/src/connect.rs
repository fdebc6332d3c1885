//! Where an engine may be, the connection to it, and why one does not answer.
//!
//! An [`Engine`] is a connection to an engine that answered. Both its ordinary requests (through bollard) and its
//! hijacked byte streams ([`Engine::hijack`]) are carried by the same [`dial::Dialer`], so that every kind of endpoint
//! (socket, TCP, TLS, ssh, pipe) can do everything.

mod address;
mod dial;
mod endpoints;
mod engine;
mod failure;
mod link;
mod practice_socket;

pub use address::Address;
pub use dial::ByteStream;
pub(crate) use dial::system_roots;
pub(crate) use endpoints::everything;
pub use endpoints::{Surroundings, candidates};
pub use engine::{Engine, OLDEST_API};
pub(crate) use engine::{instant, lines, or_default};
pub(crate) use failure::{causes, error_chain};
pub use failure::{code_of_exec_failure, refusal};
pub use link::Link;
pub(crate) use link::wanted;
pub use practice_socket::{Place, SOCKET_VARIABLE, known_socket};
