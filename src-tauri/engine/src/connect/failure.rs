//! The only place where a message of an engine or of the system becomes an [`ErrorCode`](crate::ErrorCode).
//!
//! Why: `docs/decisions/006-errors-are-codes.md`.

mod certificate;
mod exec;
mod phrases;
mod refusal;
mod transport;

pub(crate) use certificate::time_text;
pub use exec::{code_of_exec_failure, is_runtime_message};
pub use refusal::{code_of_build_failure, refusal};
pub(crate) use transport::{causes, error_chain};
pub(super) use transport::{connection_failure, connection_lost, requires_tls, transport_failure};
