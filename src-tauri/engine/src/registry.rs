//! Registries: logins from Docker's configuration, whether a registry still has an image, testing a mirror.
//!
//! Why: `docs/decisions/036-mirror-tests-run-from-this-machine.md`.

mod credentials;
mod failure;
mod origin;
mod probe;

pub use credentials::Credentials;
pub(crate) use credentials::{denied_with_login, login_header};
pub use origin::origin;
pub use probe::test as test_mirror;
