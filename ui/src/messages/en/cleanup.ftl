nav-cleanup = Clean up
palette-go-cleanup = Go to Clean up
action-cleanUp = Clean up

cleanup-empty-title = Nothing to clean up
cleanup-empty-text = This engine has no images or containers.

cleanup-up-to = up to { $most }
cleanup-about = about { $bytes }
cleanup-between = at least { $least }, up to { $most }
cleanup-and-more = { $names } and { $count } more
cleanup-unknown = –
cleanup-build-cache = Build cache

cleanup-disk = Disk usage
cleanup-disk-free = { $free } free of { $total }
cleanup-disk-remote = This engine runs on another machine, so its disk size and free space are unknown.
cleanup-disk-unknown = Couldn’t read the disk’s size and free space.
cleanup-part-images = Images
cleanup-part-containers = Containers
cleanup-part-volumes = Volumes
cleanup-part-buildCache = Build cache
cleanup-part-other = Everything else
cleanup-part-free = Free
cleanup-not-reported = unknown
cleanup-measure = Measure again
cleanup-measuring = Measuring containers and volumes. This may take a few minutes; you can keep working.
cleanup-measured-at = measured { $duration } ago

cleanup-suggestions = Suggestions
cleanup-rule-days = Old after (days)
cleanup-rule-tags = Newest tags to keep
cleanup-nothing = No suggestions: everything here is in use, needed by something in use, or pinned.
cleanup-reason-dangling = Dangling images
cleanup-reason-dangling-why =
    { $count ->
        [one] 1 image with no tag or digest that no other image is built on
       *[other] { $count } images with no tag or digest that no other image is built on
    }
cleanup-reason-unused = Unused images
cleanup-reason-unused-why =
    { $count ->
        [one] 1 image name that isn’t used by any container
       *[other] { $count } image names that aren’t used by any container
    }
cleanup-reason-old = Old images
cleanup-reason-old-why =
    { $count ->
        [one] 1 unused image name, here for more than { $days } days
       *[other] { $count } unused image names, here for more than { $days } days
    }
cleanup-reason-old-created =
    { $count ->
        [one] 1 unused image name, its image created more than { $days } days ago
       *[other] { $count } unused image names, their images created more than { $days } days ago
    }
cleanup-reason-olderTags = Older tags
cleanup-reason-olderTags-why =
    { $count ->
        [one] 1 tag beyond the newest { $tags } of its repository
       *[other] { $count } tags beyond the newest { $tags } of their repository
    }
cleanup-reason-stoppedContainers = Stopped containers
cleanup-reason-stoppedContainers-why =
    { $count ->
        [one] 1 container, including everything written in it
       *[other] { $count } containers, including everything written in them
    }
cleanup-reason-buildCache = Build cache
cleanup-reason-buildCache-why = The next build recreates it, but takes longer
cleanup-reason-anonymousVolumes = Anonymous volumes
cleanup-reason-anonymousVolumes-why =
    { $count ->
        [one] 1 volume that isn’t used by any container; its data can’t be recovered
       *[other] { $count } volumes that aren’t used by any container; their data can’t be recovered
    }
cleanup-unlocks = Removing their images could then free { $bytes } more
cleanup-layers = Images and layers
cleanup-view = View
cleanup-view-picture = Diagram
cleanup-view-list = Images
cleanup-view-layers = Layers
cleanup-reading = Reading image layers…
cleanup-reading-of = Read { $done } of { $total } images
cleanup-read-again = Read again
cleanup-unread =
    { $count ->
        [one] 1 image couldn’t be read and isn’t in the diagram.
       *[other] { $count } images couldn’t be read and aren’t in the diagram.
    }
cleanup-picture = Layers and the images built on them
cleanup-picture-keys = Arrow keys move. Enter or Space selects an image, or all images on a layer. + and − zoom, Escape goes back. Double-click also zooms in.
cleanup-picture-empty = Nothing to draw
cleanup-picture-empty-why = No image here has a layer that takes up space. The list still shows them.
cleanup-legend-removed = will be freed
cleanup-legend-marks = ✓ selected · ● used by a container · width shows size
cleanup-zoom-in = Zoom in
cleanup-zoom-out = Zoom out
cleanup-zoom-all = Show all

cleanup-own-and-shared = Unique: { $own }. Shared with other images: { $shared }
cleanup-layer-size = { $digest } · { $size }
cleanup-layer-images =
    { $count ->
        [0] No image ends at this layer
        [one] Only in { $names }
       *[other] In { $count } images: { $names }
    }
cleanup-used-by = Used by { $containers }
cleanup-layer-removed = The plan frees it.
cleanup-layer-kept = Kept for { $names }
cleanup-layer-held = Kept: a container whose image is gone, or something else on the engine, still uses it.
cleanup-kept-because = { $name } ({ $why })
cleanup-why-not-ticked = not selected
cleanup-why-delete = deleted
cleanup-why-untag = has other names
cleanup-why-inUse = in use
cleanup-why-hasChildren = has dependents
cleanup-why-pinned = pinned
cleanup-why-onlyHere = only here
cleanup-why-missing = already gone

cleanup-list = Images and their sizes
cleanup-list-count =
    { $count ->
        [one] 1 image
       *[other] { $count } images
    }
cleanup-layer-list = Layers and their sizes
cleanup-column-layer = Layer
cleanup-column-instruction = Instruction
cleanup-column-bytes = Bytes
cleanup-column-images = In images
cleanup-column-plan = Plan
cleanup-kept = kept
cleanup-column-name = Image
cleanup-column-own = Unique
cleanup-column-shared = Shared
cleanup-column-size = Size
cleanup-column-origin = Origin
cleanup-column-users = Used by
cleanup-column-lastUsed = Last used
cleanup-column-lastTagged = Added
cleanup-column-pin = Pin
cleanup-tick-shown =
    { $count ->
        [one] Select the image shown
       *[other] Select all { $count } images shown
    }
cleanup-cannot-tick = Can’t select { $name }: other images are built on it
cleanup-with = with { $name }
cleanup-with-others = with { $count } others
cleanup-used-now = in use now
cleanup-used-unknown = The engine keeps no record of containers that have been removed.
cleanup-last-tagged-unknown = The engine doesn’t report when it was added.

cleanup-pin = Pin { $pattern }
cleanup-unpin = Unpin { $pattern }
cleanup-pin-of = Pin { $name }
cleanup-pin-held = { $name } is pinned
cleanup-pins-edit = All pins…
cleanup-pins-open =
    { $count ->
        [0] Pins…
        [one] 1 pin…
       *[other] { $count } pins…
    }
cleanup-pins = Pinned images
cleanup-pins-why = Pinned images are never suggested, cleaned up or removed.
cleanup-pins-patterns = Patterns
cleanup-pins-hint = A name covers all its tags and digests: ubuntu. An asterisk doesn’t match a slash: shop/*:1.?
cleanup-pins-add = Add a pattern
cleanup-pins-row = Pattern { $row }
cleanup-pins-remove = Remove pattern { $row }
cleanup-pins-save = Save

cleanup-plan = Plan
cleanup-clear = Clear
cleanup-nothing-ticked = Nothing selected.
cleanup-how-to = Select a suggestion, or images in the diagram or the list. What happens to each, and how much space that frees, is shown here before anything is removed.
cleanup-exact = Frees exactly { $bytes } bytes.
cleanup-inexact = The exact figure isn’t known because:
cleanup-uncertain-history = The image history doesn’t show which step created which layer.
cleanup-uncertain-buildCache = The build cache may use some of these layers; the engine doesn’t report which.
cleanup-uncertain-compressedContent = The engine also keeps compressed layers, and this connection doesn’t allow asking how much of them the images share.
cleanup-uncertain-buildRecords = The engine’s build history may keep the manifests of images that were built here.
cleanup-uncertain-podman = Podman reports the size of layers as archives. The space they take on the disk differs a little.
cleanup-uncertain-oldList = The list of images is a while old and may lack some. Measure again to refresh it.
cleanup-uncertain-runningContainer = A running container keeps writing until it’s stopped.
cleanup-uncertain-lostImage = A container whose image is gone may still use some of these layers.
cleanup-uncertain-hiddenLayers = What is removed may use layers that no image shows: the build cache reports 0 bytes for its base image records, and a container’s image may have been removed by force. More space may be freed than shown.
cleanup-uncertain-notReported = The engine hasn’t reported all its figures yet.
cleanup-group-container = Containers
cleanup-group-image = Images
cleanup-group-volume = Volumes
cleanup-group-buildCache = Build cache
cleanup-group-stays = Kept
cleanup-item-tick = Include { $name } in the plan
cleanup-effect-remove = Remove
cleanup-effect-delete = Delete
cleanup-effect-untag = Untag
cleanup-effect-inUse = In use
cleanup-effect-hasChildren = Has dependents
cleanup-effect-pinned = Pinned
cleanup-effect-onlyHere = Only here
cleanup-effect-missing = Already gone
cleanup-stop-and-remove = Stopped first, then removed with everything written in it.
cleanup-remove-container = Removed with everything written in it.
cleanup-delete-image = Deletes the image { $id } and the layers that nothing else needs.
cleanup-delete-volume = Removed with all its data.
cleanup-prune = Everything that isn’t in use.
cleanup-together = { $bytes } of this is freed only together with the items above.
cleanup-in-use = Used by containers: { $containers }.
cleanup-volume-in-use = Used by a container.
cleanup-pinned = It’s pinned.
cleanup-only-here-waits = No known registry has it, so it’s kept until you confirm.
cleanup-missing = It’s no longer on the engine.
cleanup-take-running = Also stop and remove { $name }
cleanup-take-stopped = Also remove the stopped container { $name }
cleanup-accept = Exists only on this engine; delete anyway
cleanup-accept-unsure = May exist only on this engine; delete anyway
cleanup-only-here =
    { $count ->
        [one] No known registry has one of the images. Once deleted, it may be lost.
       *[other] No known registry has { $count } of the images. Once deleted, they may be lost.
    }
cleanup-accept-all =
    { $count ->
        [one] Delete it anyway
       *[other] Delete all { $count } anyway
    }
cleanup-commands = { $count } steps as docker commands
cleanup-news = The engine has changed in the meantime
cleanup-news-appeared = New in the plan: { $names }
cleanup-news-vanished = Already gone: { $names }
cleanup-news-effect = Now handled differently: { $names }
cleanup-news-bytes = Size changed: { $names }
cleanup-news-dismiss = Got it
cleanup-run = Clean up…
cleanup-run-bytes = Clean up { $bytes }…

cleanup-confirm = Clean up now?
cleanup-confirm-exact = Frees { $bytes }.
cleanup-confirm-range = Frees { $bytes }.
cleanup-confirm-containers =
    { $count ->
        [one] Removes 1 container
       *[other] Removes { $count } containers
    }{ $running ->
        [0] .
        [one] , stopping 1 first.
       *[other] , stopping { $running } of them first.
    }
cleanup-confirm-images =
    { $count ->
        [one] Deletes 1 image.
       *[other] Deletes { $count } images.
    }
cleanup-confirm-names =
    { $count ->
        [one] Removes 1 name from an image that is kept.
       *[other] Removes { $count } names from images that are kept.
    }
cleanup-confirm-volumes =
    { $count ->
        [one] Removes 1 volume.
       *[other] Removes { $count } volumes.
    }
cleanup-confirm-volumes-why = Volume data can’t be recovered.
cleanup-confirm-build-cache = Removes unused build cache.
cleanup-confirm-run = Clean up

cleanup-under-way = Cleaning up
cleanup-ended-done = Cleanup complete
cleanup-ended-failed = Cleanup partly complete
cleanup-ended-cancelled = Cancelled
cleanup-settled = { $done } of { $total } steps
cleanup-freed-so-far = { $bytes } freed so far
cleanup-expected = Expected
cleanup-measured = Freed
cleanup-tally = { $done } done, { $failed } failed, { $left } not started
cleanup-as-expected = Exactly as expected.
cleanup-step-stopContainer = Stop
cleanup-step-removeContainer = Remove container
cleanup-step-removeImage = Remove
cleanup-step-removeVolume = Remove volume
cleanup-step-pruneBuildCache = Prune
cleanup-only-untagged = Only the name was removed.
cleanup-cancel = Cancel after this step
cleanup-finish = Back to the plan
