//! The objects that belong to a lesson, by name.

/// The images and containers that a lesson creates: only these are observed, and only these may be removed by a reset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Belongings {
    /// Names of images.
    pub images: Vec<&'static str>,
    /// Those of [`Belongings::images`] that the lesson builds; what loses such a name is the lesson's, too.
    pub builds: Vec<&'static str>,
    /// Names of containers.
    pub containers: Vec<&'static str>,
    /// The image from which the lesson runs shells.
    pub shells_of: Option<&'static str>,
}
