use super::cached_image::CachedImage;
use crate::{
    error::Result,
    layers::{
        cache::Cache,
        image_config::{HistoryEntry, ImageConfig},
        stack::Figures,
    },
    wire::{ImageLayers, LayerFigures, LayerStep},
};

/// An image's history and figures.
pub(crate) fn summary(cache: &Cache, id: &str) -> Result<ImageLayers> {
    let image = CachedImage::open(cache, id)?;
    let figures = image.figures()?;
    Ok(ImageLayers {
        image: id.to_owned(),
        size: figures.layers.iter().map(|layer| layer.size).fold(0, u64::saturating_add),
        visible: figures.visible,
        wasted: figures.wasted,
        wasted_paths: figures.wasted_paths,
        duplicated: figures.duplicated,
        duplicates: figures.duplicates,
        entries: figures.entries,
        efficiency: figures.efficiency,
        steps: steps(&image.config, &figures),
        references: image.config.references,
        platform: image.config.platform,
    })
}

/// The history with the layers that its steps created. A layer that no step created gets a step of its own, before that
/// of the next layer.
fn steps(config: &ImageConfig, figures: &Figures) -> Vec<LayerStep> {
    let count = config.layers.len().min(figures.layers.len());
    let without_entry = |index: usize| step(&HistoryEntry::default(), Some(layer(config, figures, index)));
    let mut next = 0;
    let mut steps = Vec::new();
    for entry in &config.history {
        if let Some(index) = entry.layer.filter(|index| *index < count) {
            steps.extend((next..index).map(without_entry));
            next = index + 1;
        }
        steps.push(step(entry, entry.layer.map(|index| layer(config, figures, index))));
    }
    steps.extend((next..count).map(without_entry));
    steps
}

fn step(entry: &HistoryEntry, layer: Option<LayerFigures>) -> LayerStep {
    LayerStep { created_by: entry.created_by.clone(), comment: entry.comment.clone(), created: entry.created, layer }
}

fn layer(config: &ImageConfig, figures: &Figures, index: usize) -> LayerFigures {
    let totals = &figures.layers[index];
    LayerFigures {
        index: u32::try_from(index).unwrap_or(u32::MAX),
        digest: config.layers[index].clone(),
        // The caller knows the colours.
        colour_key: String::new(),
        size: totals.size,
        wasted: totals.wasted,
        added: totals.added,
        changed: totals.changed,
        deleted: totals.deleted,
    }
}
