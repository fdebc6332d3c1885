changes-title = Changes in { $name }
changes-text = What this container has written since it was made from { $image }.
changes-back = Back to the containers
changes-refresh = Read again
changes-commit = Commit as an image
changes-loading = Comparing the container with its image…
changes-none = Nothing has changed yet
changes-none-text = Open a console, write a file, and it appears here.
changes-legend = How many of each kind
changes-list = Changed paths
changes-as-tree = As a tree
changes-as-list = As a list
changes-choose = Choose a path to see it before and after.
changes-added = Added
changes-added-letter = A
changes-added-text = Not in the image; made in the container.
changes-changed = Changed
changes-changed-letter = C
changes-changed-text = In the image; its contents, mode or date are different now.
changes-deleted = Deleted
changes-deleted-letter = D
changes-deleted-text = In the image, but gone from the container. The image itself keeps it.
changes-noise =
    { $count ->
        [one] 1 more: a parent folder, or a file of the engine’s own
       *[other] { $count } more: parent folders, and files of the engine’s own
    }
changes-noise-show =
    { $count ->
        [one] Show 1 that the engine made
       *[other] Show { $count } that the engine made
    }
changes-noise-hide =
    { $count ->
        [one] Hide the 1 that hardly matters
       *[other] Hide the { $count } that hardly matter
    }
changes-noise-parent = A folder, marked only because something in it changed.
changes-noise-mount = Something is mounted here; what is in it is not part of the container.
changes-noise-engine = The engine itself puts this into every container.

change-before = In the image
change-after = In the container
change-loading = Reading…
change-nowhere = It is no longer in either of the two.
change-same = The contents are the same; only its mode or date has changed.
change-end-of-line = The only difference is the line end at the end of the file.
change-binary = Not text. It begins with these bytes:
change-too-large = { $size }: too large to be shown here.
change-symlink = A symbolic link to { $target }
change-folder = A folder.
change-special = A device, socket or pipe: it has no contents to show.
change-kind-file = file
change-kind-folder = folder
change-kind-symlink = symbolic link
change-kind-special = special file
change-fact-kind = Kind
change-fact-size = Size
change-fact-mode = Mode
change-fact-modified = Written
change-fact-linkTarget = Points to
change-lines = Lines before and after
change-line-removed = removed
change-line-added = added
change-skipped =
    { $count ->
        [one] 1 unchanged line
       *[other] { $count } unchanged lines
    }
