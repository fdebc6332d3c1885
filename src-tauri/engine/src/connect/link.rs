/// The connection that mends itself.
pub struct Link;
