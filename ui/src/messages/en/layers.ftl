layers-open = Inspect layers
layers-title = Layers of { $name }
layers-back = Back to images
layers-sum = { $size } in all layers: { $visible } visible, { $wasted } wasted
layers-efficiency = dive efficiency: { $percent }%
layers-efficiency-text = As calculated by dive: the smallest size of each path in any layer, divided by the sum of its sizes in all layers.
layers-which-image = Image in the archive
layers-reading-text = The image is exported and read once. Its layers are cached, also for other images that share them.
layers-again = Refresh
layers-phase-preparing = The engine is preparing the archive…
layers-phase-reading = Reading layers…
layers-phase-comparing = Comparing layers…

layers-list = Layers, newest first
layers-final = Files in the final image
layers-entries =
    { $count ->
        [one] 1 path
       *[other] { $count } paths
    }
layers-unknown-step = Unknown step
layers-wasted-of = { $size } wasted
layers-changes = +{ $added } ~{ $changed } −{ $deleted }

layers-views = View
layers-tab-files = Files
layers-tab-largest = Largest
layers-tab-waste = Waste
layers-tab-duplicates = Duplicates
layers-files = Files
layers-found = Search results
layers-search = Search names, or paths containing /
layers-by-size = Largest first
layers-nothing-found = No matches.
layers-empty = It contains no files.
layers-opaque = hides its previous contents
layers-more = { $count } more
layers-search-on = Continue searching
layers-in-layer = layer { $layer }
layers-waste-text =
    { $count ->
        [one] 1 path in lower layers, { $size }: still in the image, but no longer visible.
       *[other] { $count } paths in lower layers, { $size }: still in the image, but no longer visible.
    }
layers-no-waste = No wasted space: everything in the layers is visible.
layers-piece = { $size } in layer { $layer }, hidden by layer { $by }
layers-piece-identical = { $size } in layer { $layer }, rewritten unchanged by layer { $by } (only mode, owner or time changed)
layers-duplicates-text =
    { $count ->
        [one] The contents of 1 file are stored at several paths, taking up { $size } more than storing them once.
       *[other] The contents of { $count } files are stored at several paths each, taking up { $size } more than storing them once.
    }
layers-no-duplicates = No two paths have the same contents.
layers-times = { $count } × { $size }

layers-archive-open = Open an archive…
layers-archive-title = Inspect an image archive
layers-archive-text = A file created by docker save, or an OCI layout as a tar file: uncompressed, gzip, zstd, xz or bzip2. It’s only read, and needs no engine. You can also drop it on the window.
layers-archive-path = File
layers-archive-dropped = You dropped { $count } files. Slipway opens one archive at a time. Choose one:
layers-archive-choose = Choose…
layers-archive-read = Read
