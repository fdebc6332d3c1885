pull-open = Pull an image
pull-title = Pull an image
pull-title-of = Pull { $reference }
pull-reference = Image
pull-reference-hint = Name and tag, or digest. Without a tag it is latest.
pull-platform = Platform
pull-platform-hint = Leave it empty for the engine’s own: { $platform }
pull-start = Pull
pull-asking = Asking the registry…
pull-overall = The whole image
pull-layers =
    { $here ->
        [0] { $done } of { $total } layers
       *[other] { $done } of { $total } layers, { $here } already here
    }
pull-layer-list = Layers
pull-left = { $time } left
pull-digest = Digest:
pull-downloaded = Downloaded newer image for { $reference }
pull-up-to-date = Image is up to date for { $reference }
pull-cancel = Cancel the pull
pull-cancelled-classic = Everything this pull had fetched is dropped, finished layers too. Layers that were here before stay.
pull-cancelled-containerd = You do not have the image. What was fetched stays on the engine for up to eight hours, and the next pull continues from there.
pull-cancelled-podman = Layers that were finished may stay in Podman’s storage; you do not have the image.
pull-background = Continue in the background
pull-goes-on = You can close this; the pull continues.
pull-another = Pull another
pull-back = Back to the form
pull-others = Also being pulled

layer-pending = Found
layer-waiting = Waiting
layer-retrying = Again in { $seconds } s
layer-downloading = Downloading
layer-verifying = Verifying
layer-downloaded = Downloaded
layer-extracting = Extracting
layer-complete = Complete
layer-exists = Already here
layer-retries =
    { $count ->
        [one] 1 retry
       *[other] { $count } retries
    }
