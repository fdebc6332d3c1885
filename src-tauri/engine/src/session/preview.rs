//! What was previewed is what is removed: before a removal that was confirmed, everything is listed again and compared with
//! what the person saw.
//!
//! Why: `docs/decisions/057-what-was-previewed-is-what-is-removed.md`.

use std::{collections::HashMap, sync::Arc};

use super::Session;
use crate::{
    cleanup,
    connect::Engine,
    error::{Error, ErrorCode, Result},
    inventory::Contents,
    wire::{Action, CleanupStep, Plan, Preview, Previewed, Removal, RemovalEffect, RemovalItem},
};

/// The number of names in an error's details.
const MAX_NAMES: usize = 5;

impl Session {
    /// The IDs of what an action removes, as they were previewed, or as they are now.
    ///
    /// # Errors
    /// [`ErrorCode::EngineReplaced`], [`ErrorCode::PreviewOutdated`] with `names`; the engine's, by code.
    pub(super) async fn previewed(
        &self,
        engine: &Arc<Engine>,
        action: &Action,
        preview: Option<&Preview>,
    ) -> Result<Previewed> {
        let Some(preview) = preview else { return Ok(self.inventory.with(|contents| current_ids(action, contents))) };
        match (action, preview) {
            (Action::RemoveImages { targets }, Preview::Removal { removal }) => {
                self.list_again(engine, &removal.engine).await?;
                verify(removal_differences(removal, &self.removal(targets)?, targets))?;
            }
            (Action::CleanUp { steps, .. }, Preview::Plan { plan }) => {
                self.list_again(engine, &plan.engine).await?;
                self.disk_scan.update_forest(engine, &self.inventory, |_, _| {}).await?;
                self.disk_scan.update_build_cache(engine, &self.inventory).await?;
                let now = self.with_plan_input(|input| cleanup::plan_of_steps(input, steps))?;
                let mut differences = cleanup::differences(plan, &now);
                differences.extend(unexpected(steps, &now, plan));
                verify(differences)?;
            }
            (Action::RemoveContainer { container, .. }, Preview::Container { id }) => {
                let containers = HashMap::from([(container.trim().to_owned(), id.clone())]);
                return Ok(Previewed { containers, ..Previewed::default() });
            }
            _ => return Err(Error::internal("a preview of another action")),
        }
        Ok(preview.ids())
    }

    async fn list_again(&self, engine: &Arc<Engine>, previewed: &str) -> Result<()> {
        if engine.info().identity() != previewed {
            return Err(Error::new(ErrorCode::EngineReplaced));
        }
        self.inventory.relist(engine).await
    }
}

/// The IDs of what an action names now.
fn current_ids(action: &Action, contents: &Contents) -> Previewed {
    let names = contents.name_index();
    let image = |target: &String| Some((target.clone(), names.image(target)?.id.clone()));
    match action {
        Action::RemoveImages { targets } => {
            Previewed { images: targets.iter().filter_map(image).collect(), ..Previewed::default() }
        }
        Action::CleanUp { steps, .. } => {
            let images = steps.iter().filter_map(|step| match step {
                CleanupStep::RemoveImage { target } => image(target),
                _ => None,
            });
            let containers = contents.containers.values().map(|one| (one.name.clone(), one.id.clone()));
            Previewed { images: images.collect(), containers: containers.collect() }
        }
        _ => Previewed::default(),
    }
}

/// The targets whose removal does something else now.
fn removal_differences(previewed: &Removal, now: &Removal, targets: &[String]) -> Vec<String> {
    let item = |removal: &Removal, target: &String| removal.items.iter().find(|item| item.target == *target).cloned();
    // The containers that prevent a removal, and the names that an image keeps, may change: the effect is the same.
    let effect = |item: Option<RemovalItem>| item.map(|item| (item.image, item.effect, item.cascade));
    let is_removed = |target: &&String| {
        let effect = item(now, target).map(|item| item.effect);
        matches!(effect, Some(RemovalEffect::Untag | RemovalEffect::Delete))
    };
    let differs = |target: &&String| effect(item(previewed, target)) != effect(item(now, target));
    // What would be refused now is refused when it is tried, and says why.
    targets.iter().filter(is_removed).filter(differs).cloned().collect()
}

/// The steps that were not in the plan.
fn unexpected(steps: &[CleanupStep], now: &Plan, previewed: &Plan) -> Vec<String> {
    let is_new = |step: &&CleanupStep| !previewed.steps.contains(step);
    if steps.iter().any(|step| is_new(&step)) { cleanup::differences(now, previewed) } else { Vec::new() }
}

fn verify(differences: Vec<String>) -> Result<()> {
    if differences.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = differences.into_iter().filter(|name| !name.is_empty()).take(MAX_NAMES).collect();
    Err(Error::new(ErrorCode::PreviewOutdated).with("names", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        grammar::Pins,
        images::{
            self,
            fixtures::{contents, image},
        },
    };

    #[test]
    fn a_removal_that_does_something_else_by_now_is_named() {
        let targets = ["web:1".to_owned(), "db:1".to_owned()];
        let removal = |images| images::predict_removal(&contents(images, vec![]), &targets, &[], &Pins::default());
        let before = removal(vec![image("a", &["web:1"], None), image("b", &["db:1"], None)]);
        let now = |images| removal_differences(&before, &removal(images), &targets);
        assert_eq!(now(vec![image("a", &["web:1"], None), image("b", &["db:1"], None)]), [] as [&str; 0], "as it was");
        let child = image("c", &[], Some("a"));
        let built_on = vec![image("a", &["web:1"], None), child, image("b", &["db:1"], None)];
        assert_eq!(now(built_on), ["web:1"], "an image was built on it: it only loses its name");
        let moved = vec![image("c", &["web:1"], None), image("b", &["db:1"], None)];
        assert_eq!(now(moved), ["web:1"], "the name belongs to another image");
        let named = vec![image("a", &["web:1", "web:2"], None), image("b", &["db:1"], None)];
        assert_eq!(now(named), ["web:1"], "the image has another name");
        assert_eq!(
            now(vec![image("b", &["db:1"], None)]),
            [] as [&str; 0],
            "one that is gone is refused by the engine"
        );
    }
}
