//! The one place where what an engine or a system says becomes an [`ErrorCode`](crate::ErrorCode).
//!
//! Why: `docs/decisions/006-errors-are-codes.md`.

mod exec;
mod phrases;
mod refusal;
mod transport;

pub use exec::code_of_exec_failure;
pub use refusal::refusal;
pub(crate) use transport::{causes, error_chain};
pub(super) use transport::{connection_failure, wants_tls};
