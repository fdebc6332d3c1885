//! Registries: logins from Docker's configuration, whether a registry still has an image, testing a mirror.

mod credentials;
mod failure;
mod origin;
mod probe;

pub use credentials::Credentials;
pub(crate) use credentials::login_header;
pub use origin::origin;
pub use probe::test as test_mirror;
