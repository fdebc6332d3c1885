changes-title = Changes in { $name }
changes-text = Everything this container has changed since it was created from { $image }.
changes-back = Back to containers
changes-refresh = Refresh
changes-commit = Commit as an image
changes-loading = Comparing the container with its image…
changes-none = No changes yet
changes-none-text = Open a console and create a file. It will appear here.
changes-legend = Changes by type
changes-list = Changed paths
changes-as-tree = Tree view
changes-as-list = List view
changes-choose = Select a path to compare it before and after.
changes-added = Added
changes-added-letter = A
changes-added-text = Not in the image; created in the container.
changes-changed = Changed
changes-changed-letter = C
changes-changed-text = In the image, but its contents, mode or modification time has changed.
changes-deleted = Deleted
changes-deleted-letter = D
changes-deleted-text = In the image, but deleted from the container. The image itself still has it.
changes-noise =
    { $count ->
        [one] 1 more: a parent folder, or a file that the engine created
       *[other] { $count } more: parent folders, and files that the engine created
    }
changes-noise-show =
    { $count ->
        [one] Show 1 change made by the engine
       *[other] Show { $count } changes made by the engine
    }
changes-noise-hide =
    { $count ->
        [one] Hide 1 minor change
       *[other] Hide { $count } minor changes
    }
changes-noise-parent = A folder, listed only because something in it changed.
changes-noise-mount = A mount point. Its contents aren’t part of the container.
changes-noise-engine = Added to every container by the engine.

change-before = In the image
change-after = In the container
change-loading = Reading…
change-missing = It no longer exists on either side.
change-same = The contents are the same; only the mode or modification time has changed.
change-end-of-line = The only difference is the newline at the end of the file.
change-binary = Not a text file. It starts with these bytes:
change-too-large = { $size }: too large to show here.
change-symlink = A symbolic link to { $target }
change-folder = A folder.
change-special = A device, socket or pipe. It has no contents to show.
change-kind-file = file
change-kind-folder = folder
change-kind-symlink = symbolic link
change-kind-special = special file
change-fact-kind = Kind
change-fact-size = Size
change-fact-mode = Mode
change-fact-modified = Modified
change-fact-linkTarget = Points to
change-lines = Lines before and after
change-line-removed = removed
change-line-added = added
change-skipped =
    { $count ->
        [one] 1 unchanged line
       *[other] { $count } unchanged lines
    }
