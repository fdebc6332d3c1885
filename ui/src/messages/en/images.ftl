images-filter = Filter by text, or terms such as size:>500MB
images-only-dangling = Dangling only
images-show-intermediate = Intermediate too
images-remove-dangling = Remove all dangling
images-count =
    { $rows ->
        [one] 1 name
       *[other] { $rows } names
    } · { $images ->
        [one] 1 image
       *[other] { $images } images
    }
images-marked =
    { $names ->
        [one] 1 name
       *[other] { $names } names
    } of { $images ->
        [one] 1 image
       *[other] { $images } images
    } marked
images-unmark = Unmark
images-remove-marked = Remove the marked
images-none-match = No image matches
images-clear-filter = Clear the filter
images-none-title = No images yet
images-none-text = An image is a stack of layers that containers start from. Pull one to begin, or run a shell: its image is pulled first.
images-none-shell = Run a shell in { $reference }
images-none-other = Another image

column-select = Mark
column-repository = Repository
column-tag = Tag
column-id = Image ID
column-created = Created
column-size = Size
column-used = Used by
column-actions = Actions

kind-dangling = dangling
kind-dangling-why = No name leads to this image and no image is built on it.
kind-intermediate = intermediate
kind-intermediate-why = Other images are built on these images without a name; they are deleted when those are.
image-names = { $count } names
image-built-on =
    { $count ->
        [one] 1 image is built on it
       *[other] { $count } images are built on it
    }
image-select = Mark { $name }
image-run = Run
image-run-of = Run { $name }
image-remove = Remove
image-remove-all-names = Remove with all { $count } names
image-remove-of = Remove { $name }
image-untag = Remove the name { $reference }

detail-id = ID
detail-platform = Platform
detail-digests = Digests
detail-parent = Parent
detail-author = Author
detail-comment = Comment
detail-names = Names
detail-unused = No container uses it.
detail-config = What it runs
detail-entrypoint = Entrypoint
detail-command = Command
detail-folder = Working directory
detail-user = User
detail-root = root
detail-ports = Ports
detail-volumes = Volumes
detail-env = Environment
detail-labels = Labels
detail-history = Layers, newest first
detail-loading = Reading…
history-unknown = (not recorded)
tag-reference = New name
tag-placeholder = Another name, such as app:1.0
tag-start = Tag

state-of-created = created
state-of-running = running
state-of-paused = paused
state-of-restarting = restarting
state-of-removing = removing
state-of-exited = exited
state-of-dead = dead

removal-title = Remove images
removal-none = There is nothing to remove.
removal-effect-untag = Untag
removal-effect-delete = Delete
removal-effect-inUse = In use
removal-effect-hasChildren = Needed
removal-effect-pinned = Pinned
removal-effect-missing = Gone already
removal-untag-keeps = Only this name goes. The image keeps: { $keeps }
removal-untag-children = Only the name goes: other images are built on this one, so it stays as an intermediate image.
removal-delete = The image { $id } is deleted, with the layers that no other image uses.
removal-in-use = Containers use it: { $containers }. Stopped ones count too; remove them first.
removal-has-children = Other images are built on it. Remove those first.
removal-pinned = It is pinned, so it stays. Unpin it in Clean up first if it should be removed after all.
removal-missing = The engine has no such image any more.
removal-cascade =
    { $count ->
        [one] An untagged parent goes with it: { $ids }
       *[other] { $count } untagged parents go with it: { $ids }
    }
image-origin-registry = pulled
image-origin-registry-why = It came from a registry, and can be pulled again as long as the registry keeps it.
image-origin-onlyHere = only here
image-origin-onlyHere-why = It was built, committed or loaded here; no registry is known to have it.
image-origin-unsure = unknown
image-origin-unsure-why = This engine does not say whether the image was pulled or made here. The registries can be asked.
removal-no-way-back =
    { $count ->
        [one] No registry is known to have one of these images. Once deleted, it may be lost.
       *[other] No registry is known to have { $count } of these images. Once deleted, they may be lost.
    }
removal-left-out = What would be refused is left out of the command.
removal-apart = Pulled by digest, or replaced by a newer pull
removal-apart-why = These have no tag, but a digest still names them. Somebody may want exactly this version, so they are not ticked.
removal-start =
    { $count ->
        [one] Delete 1 image
       *[other] Delete { $count } images
    }
removal-start-untag =
    { $count ->
        [0] Remove
        [one] Remove 1 name
       *[other] Remove { $count } names
    }
