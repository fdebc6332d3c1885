use slipway_engine::{
    Result,
    wire::{
        DuplicateFiles, ImageLayers, LayerFound, LayerNode, LayerNodes, LayerOrder, LayerPage, LayerView, WastedPaths,
    },
};

use super::SessionState;

#[tauri::command]
pub async fn image_layers(session: SessionState<'_>, image: String) -> Result<Option<ImageLayers>> {
    session.image_layers(&image).await
}

#[tauri::command]
pub async fn layer_children(
    session: SessionState<'_>,
    view: LayerView,
    folder: u32,
    order: LayerOrder,
    page: LayerPage,
) -> Result<LayerNodes> {
    session.layers().children(view, folder, order, page).await
}

#[tauri::command]
pub async fn layer_ancestors(session: SessionState<'_>, view: LayerView, node: u32) -> Result<Vec<LayerNode>> {
    session.layers().ancestors(view, node).await
}

#[tauri::command]
pub async fn layer_search(
    session: SessionState<'_>,
    view: LayerView,
    text: String,
    from: u32,
    limit: u32,
) -> Result<LayerFound> {
    session.layers().search(view, text, from, limit).await
}

#[tauri::command]
pub async fn largest_files(session: SessionState<'_>, image: String, page: LayerPage) -> Result<LayerNodes> {
    session.layers().largest(&image, page).await
}

#[tauri::command]
pub async fn wasted_paths(session: SessionState<'_>, image: String, page: LayerPage) -> Result<WastedPaths> {
    session.layers().wasted(&image, page).await
}

#[tauri::command]
pub async fn duplicate_files(session: SessionState<'_>, image: String, page: LayerPage) -> Result<DuplicateFiles> {
    session.layers().duplicates(&image, page).await
}
