layers-open = What is in its layers
layers-title = Layers of { $name }
layers-back = Back to the images
layers-sum = { $size } in all layers: { $visible } visible, { $wasted } wasted
layers-efficiency = dive’s efficiency { $percent }%
layers-efficiency-text = As dive computes it: the smallest size that each path has in any layer, through all its sizes.
layers-which-image = Which image of the archive
layers-reading-text = The image is exported and read once. What is in its layers is remembered, also for other images that share them.
layers-again = Read again
layers-phase-preparing = The engine prepares the archive…
layers-phase-reading = Reading the layers
layers-phase-comparing = Comparing the layers…

layers-list = Layers, newest on top
layers-final = What the image shows in the end
layers-entries =
    { $count ->
        [one] 1 path
       *[other] { $count } paths
    }
layers-unknown-step = Step unknown
layers-wasted-of = { $size } wasted
layers-changes = +{ $added } ~{ $changed } −{ $deleted }

layers-views = What to look at
layers-tab-files = Files
layers-tab-largest = Largest
layers-tab-waste = Waste
layers-tab-duplicates = Duplicates
layers-files = Files
layers-found = What was found
layers-search = Search names, or paths with a /
layers-by-size = Largest first
layers-nothing-found = Nothing with that name.
layers-empty = There is no file in it.
layers-opaque = hides what was in it
layers-more = { $count } more
layers-search-on = Continue the search
layers-in-layer = layer { $layer }
layers-waste-text =
    { $count ->
        [one] 1 path in lower layers, { $size }: still in the image, though it can no longer be seen.
       *[other] { $count } paths in lower layers, { $size }: still in the image, though they can no longer be seen.
    }
layers-no-waste = Nothing is wasted: everything in the layers is visible.
layers-piece = { $size } in layer { $layer }, hidden by layer { $by }
layers-piece-identical = { $size } in layer { $layer }, written again unchanged by layer { $by } (only mode, owner or time)
layers-duplicates-text =
    { $count ->
        [one] 1 file’s contents are stored at several paths: { $size } more than storing them once.
       *[other] The contents of { $count } files are stored at several paths each: { $size } more than storing them once.
    }
layers-no-duplicates = No contents are stored at two paths.
layers-times = { $count } × { $size }

layers-archive-open = Open an archive…
layers-archive-title = Look into an archive of images
layers-archive-text = A file made by docker save, or an OCI layout as a tar file; plain, gzip or zstd. It is only read, and needs no engine. You can also drop it on the window.
layers-archive-path = The file
layers-archive-choose = Choose…
layers-archive-read = Read it
