nav-cleanup = Clean up
palette-go-cleanup = Go to Clean up
action-cleanUp = Clean up

cleanup-empty-title = Nothing to clean up
cleanup-empty-text = This engine has no images and no containers.

cleanup-up-to = up to { $most }
cleanup-about = about { $bytes }
cleanup-between = at least { $least }, up to { $most }
cleanup-and-more = { $names } and { $count } more
cleanup-unknown = –
cleanup-build-cache = Build cache

cleanup-disk = Where the bytes are
cleanup-disk-free = { $free } free of { $total }
cleanup-disk-remote = This engine runs on another machine: how large its disk is and what is free on it is unknown.
cleanup-disk-unknown = How large the disk is and what is free on it cannot be read here.
cleanup-part-images = Images
cleanup-part-containers = Containers
cleanup-part-volumes = Volumes
cleanup-part-buildCache = Build cache
cleanup-part-other = Everything else
cleanup-part-free = Free
cleanup-not-told = unknown
cleanup-measure = Measure again
cleanup-measuring = The engine measures containers and volumes. That may take minutes; the rest works meanwhile.
cleanup-measured-at = measured { $duration } ago

cleanup-suggestions = What can be removed
cleanup-rule-days = Old after (days)
cleanup-rule-tags = Newest tags to keep
cleanup-nothing = Nothing to suggest: everything here is in use, needed by something that is, or pinned.
cleanup-reason-dangling = Dangling images
cleanup-reason-dangling-why =
    { $count ->
        [one] 1 image without a tag or a digest, on which nothing is built
       *[other] { $count } images without a tag or a digest, on which nothing is built
    }
cleanup-reason-unused = Unused images
cleanup-reason-unused-why =
    { $count ->
        [one] 1 image name that no container uses
       *[other] { $count } image names that no container uses
    }
cleanup-reason-old = Old images
cleanup-reason-old-why =
    { $count ->
        [one] 1 unused image name, here for more than { $days } days
       *[other] { $count } unused image names, here for more than { $days } days
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
        [one] 1 container, with what was written in it
       *[other] { $count } containers, with what was written in them
    }
cleanup-reason-buildCache = Build cache
cleanup-reason-buildCache-why = The next build makes it again, more slowly
cleanup-reason-anonymousVolumes = Anonymous volumes
cleanup-reason-anonymousVolumes-why =
    { $count ->
        [one] 1 volume that no container uses; its data cannot be recovered
       *[other] { $count } volumes that no container uses; their data cannot be recovered
    }
cleanup-unlocks = Their images could then free { $bytes } more
cleanup-layers = Images by their layers
cleanup-view = Show as
cleanup-view-picture = Picture
cleanup-view-list = Images
cleanup-view-layers = Layers
cleanup-reading = Reading the layers of the images…
cleanup-reading-of = Read { $done } of { $total } images
cleanup-read-again = Read again
cleanup-unread =
    { $count ->
        [one] One image could not be read and is not in the picture.
       *[other] { $count } images could not be read and are not in the picture.
    }
cleanup-picture = Layers and the images on them
cleanup-picture-keys = Arrows move, Enter or Space ticks an image or all images on a layer, + and − zoom, Escape goes back. A double click zooms in.
cleanup-picture-empty = No bytes to draw
cleanup-picture-empty-why = No image here has a layer with bytes. The list shows them anyway.
cleanup-legend-goes = will be freed
cleanup-legend-marks = ✓ ticked · ● used by a container · width shows size
cleanup-zoom-in = Zoom in on it
cleanup-zoom-out = Zoom out
cleanup-zoom-all = Show everything

cleanup-own-and-shared = Only in it: { $own }. Shared with other images: { $shared }
cleanup-layer-size = { $digest } · { $size }
cleanup-layer-images =
    { $count ->
        [0] No image ends here
        [one] Only in { $names }
       *[other] In { $count } images: { $names }
    }
cleanup-used-by = Used by { $containers }
cleanup-layer-goes = Will be freed by the plan.
cleanup-layer-stays = Stays for { $names }
cleanup-layer-held = Stays: a container whose image is gone, or something else on the engine, holds it.
cleanup-kept-because = { $name } ({ $why })
cleanup-why-not-ticked = not ticked
cleanup-why-delete = deleted
cleanup-why-untag = keeps other names
cleanup-why-inUse = in use
cleanup-why-hasChildren = others are built on it
cleanup-why-pinned = pinned
cleanup-why-onlyHere = only here
cleanup-why-missing = gone already

cleanup-list = Images with their bytes
cleanup-list-count =
    { $count ->
        [one] 1 image
       *[other] { $count } images
    }
cleanup-layer-list = Layers with their bytes
cleanup-column-layer = Layer
cleanup-column-instruction = Instruction
cleanup-column-bytes = Bytes
cleanup-column-images = In images
cleanup-column-fate = With the plan
cleanup-fate-stays = stays
cleanup-column-name = Image
cleanup-column-own = Only in it
cleanup-column-shared = Shared
cleanup-column-size = Size
cleanup-column-origin = Origin
cleanup-column-users = Used by
cleanup-column-lastUsed = Last used
cleanup-column-arrived = Arrived
cleanup-column-pin = Pin
cleanup-tick-shown =
    { $count ->
        [one] Tick the image shown
       *[other] Tick all { $count } images shown
    }
cleanup-cannot-tick = { $name } cannot be ticked: other images are built on it
cleanup-with = with { $name }
cleanup-with-others = with { $count } others
cleanup-used-now = in use now
cleanup-used-unknown = The engine keeps no record of containers that are gone.
cleanup-arrived-unknown = The engine does not say when it came here.

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
cleanup-pins-why = What is pinned is never suggested, cleaned up or removed.
cleanup-pins-patterns = Patterns
cleanup-pins-hint = A name stands for all its tags and digests: ubuntu. An asterisk stops at a slash: shop/*:1.?
cleanup-pins-add = Add a pattern
cleanup-pins-row = Pattern { $row }
cleanup-pins-remove = Remove pattern { $row }
cleanup-pins-save = Save

cleanup-plan = The plan
cleanup-clear = Clear
cleanup-nothing-ticked = Nothing is ticked.
cleanup-how-to = Tick a suggestion, or images in the picture or the list. What happens to each, and what that frees, is shown here before anything is done.
cleanup-exact = Frees exactly { $bytes } bytes.
cleanup-inexact = The exact figure isn’t known because:
cleanup-uncertain-history = An image’s history does not say which of its steps made which layer.
cleanup-uncertain-buildCache = The build cache may hold some of these layers; the engine does not say which.
cleanup-uncertain-compressedContent = The engine keeps layers compressed, too, and does not say how many of those bytes images share.
cleanup-uncertain-podman = Podman does not count an image’s bytes by its layers.
cleanup-uncertain-runningContainer = A running container keeps writing until it is stopped.
cleanup-uncertain-lostImage = A container whose image is gone may hold some of these layers.
cleanup-uncertain-hiddenLayers = What is removed may hold layers that no image shows: the build cache reports 0 bytes for its records of base images, and the image of a container may have been removed by force. More may be freed than this.
cleanup-uncertain-notTold = The engine has not reported all its figures yet.
cleanup-group-container = Containers
cleanup-group-image = Images
cleanup-group-volume = Volumes
cleanup-group-buildCache = Build cache
cleanup-group-stays = What stays
cleanup-item-tick = { $name } is in the plan
cleanup-effect-remove = Remove
cleanup-effect-delete = Delete
cleanup-effect-untag = Untag
cleanup-effect-inUse = In use
cleanup-effect-hasChildren = Needed
cleanup-effect-pinned = Pinned
cleanup-effect-onlyHere = Only here
cleanup-effect-missing = Gone already
cleanup-stop-and-remove = It is stopped first, then removed with all that was written in it.
cleanup-remove-container = It is removed with all that was written in it.
cleanup-delete-image = The image { $id } is deleted, with the layers that nothing else needs.
cleanup-delete-volume = It is removed with all its data.
cleanup-prune = Everything in it that is not in use.
cleanup-together = { $bytes } of this is freed only together with the items above.
cleanup-in-use = Containers use it: { $containers }.
cleanup-volume-in-use = A container uses it.
cleanup-pinned = It is pinned.
cleanup-only-here-waits = No registry is known to have it, so it stays until you accept that.
cleanup-missing = The engine no longer has it.
cleanup-take-running = Stop and remove { $name }, too
cleanup-take-stopped = Remove the stopped container { $name }, too
cleanup-accept = Exists only on this engine; delete anyway
cleanup-accept-unsure = May exist only on this engine; delete anyway
cleanup-only-here =
    { $count ->
        [one] No registry is known to have one of the images: once deleted, it may be lost.
       *[other] No registry is known to have { $count } of the images: once deleted, they may be lost.
    }
cleanup-accept-all =
    { $count ->
        [one] Delete it anyway
       *[other] Delete all { $count } anyway
    }
cleanup-commands = The { $count } steps as docker commands
cleanup-news = The engine has changed in the meantime
cleanup-news-appeared = New in the plan: { $names }
cleanup-news-vanished = Gone already: { $names }
cleanup-news-effect = Now planned differently: { $names }
cleanup-news-bytes = Now another size: { $names }
cleanup-news-seen = Seen
cleanup-run = Clean up…
cleanup-run-bytes = Clean up { $bytes }…

cleanup-confirm = Clean up now?
cleanup-confirm-exact = { $bytes } will be freed.
cleanup-confirm-range = This frees { $bytes }.
cleanup-confirm-containers =
    { $count ->
        [one] One container is removed
       *[other] { $count } containers are removed
    }{ $running ->
        [0] .
        [one] , one of them is stopped first.
       *[other] , { $running } of them are stopped first.
    }
cleanup-confirm-images =
    { $count ->
        [one] One image is deleted.
       *[other] { $count } images are deleted.
    }
cleanup-confirm-names =
    { $count ->
        [one] One name is taken off an image that stays.
       *[other] { $count } names are taken off images that stay.
    }
cleanup-confirm-volumes =
    { $count ->
        [one] One volume is removed.
       *[other] { $count } volumes are removed.
    }
cleanup-confirm-volumes-why = A volume’s data cannot be recovered.
cleanup-confirm-build-cache = The build cache that is not in use is removed.
cleanup-confirm-run = Clean up

cleanup-under-way = Cleaning up
cleanup-ended-done = Cleaned up
cleanup-ended-failed = Cleaned up in part
cleanup-ended-cancelled = Cancelled
cleanup-settled = { $done } of { $total } steps
cleanup-freed-so-far = { $bytes } freed so far
cleanup-foretold = Predicted
cleanup-measured = Freed
cleanup-tally = { $done } done, { $failed } failed, { $left } not started
cleanup-met = Exactly what the plan predicted.
cleanup-step-stopContainer = Stop
cleanup-step-removeContainer = Remove the container
cleanup-step-removeImage = Remove
cleanup-step-removeVolume = Remove the volume
cleanup-step-pruneBuildCache = Empty
cleanup-only-untagged = Only the name was removed.
cleanup-cancel = Cancel after this step
cleanup-finish = Back to the plan
