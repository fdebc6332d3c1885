pull-open = Pull an image
pull-title = Pull an image
pull-title-of = Pull { $reference }
pull-reference = Image
pull-reference-hint = Name and tag, or digest. The default tag is latest.
pull-platform = Platform
pull-platform-hint = Leave empty to use the engine’s own: { $platform }
pull-start = Pull
pull-asking = Contacting the registry…
pull-overall = Whole image
pull-layers =
    { $here ->
        [0] { $done } of { $total } layers
       *[other] { $done } of { $total } layers, { $here } already here
    }
pull-layer-list = Layers
pull-time-left = { $time } left
pull-digest = Digest:
pull-downloaded = Downloaded newer image for { $reference }
pull-up-to-date = Image is up to date for { $reference }
pull-cancel = Cancel pull
pull-cancelled-classic = Everything this pull downloaded was discarded, including finished layers. Layers that already existed are kept.
pull-cancelled-containerd = The image wasn’t pulled. Downloaded data stays on the engine for up to eight hours, and the next pull resumes from there.
pull-cancelled-podman = The image wasn’t pulled. Finished layers may stay in Podman’s storage.
pull-background = Continue in the background
pull-continues = You can close this; the pull continues.
pull-another = Pull another
pull-back = Back to form
pull-others = Also pulling

layer-pending = Found
layer-waiting = Waiting
layer-retrying = Retrying in { $seconds } s
layer-downloading = Downloading
layer-verifying = Verifying
layer-downloaded = Downloaded
layer-extracting = Extracting
layer-complete = Complete
layer-exists = Already exists
layer-retries =
    { $count ->
        [one] 1 retry
       *[other] { $count } retries
    }
