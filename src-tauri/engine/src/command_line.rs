//! An action as the `docker` command that does the same, and a `docker` command as an action.
//!
//! Pure text, both ways. The command is written as Docker's own guides write it, and quoted for a POSIX shell, so that it may be
//! copied and typed. A form that is still being filled in renders, too: what is empty is left out.
//!
//! Each part also has its meaning, as data for a sentence of the page: see [`CommandPart`].
//!
//! [`CommandPart`]: crate::wire::CommandPart
//!
//! Why: `docs/decisions/015-command-explanations-are-data.md`.

mod explain_values;
mod line;
mod notes;
mod parse;
mod render;
mod summary;

pub use notes::{depends_on_settings, notes};
pub use parse::parse;
pub use render::{inside, render, render_in, terms};

#[cfg(test)]
mod tests;
