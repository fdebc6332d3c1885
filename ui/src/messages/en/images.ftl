images-filter = Filter by text, or terms such as size:>500MB
images-only-dangling = Dangling only
images-show-intermediate = Show intermediate
images-remove-dangling = Remove all dangling
images-count =
    { $rows ->
        [one] 1 name
       *[other] { $rows } names
    } · { $images ->
        [one] 1 image
       *[other] { $images } images
    }
images-selected =
    { $names ->
        [one] 1 name
       *[other] { $names } names
    } of { $images ->
        [one] 1 image
       *[other] { $images } images
    } selected
images-clear-selection = Clear selection
images-remove-selected = Remove selected
images-none-match = No matching images
images-clear-filter = Clear filter
images-none-title = No images yet
images-none-text = An image is a stack of layers that containers are created from. Pull one to get started, or run a shell, which pulls its image first.
images-none-shell = Run a shell in { $reference }
images-none-other = Another image

column-select = Select
column-repository = Repository
column-tag = Tag
column-id = Image ID
column-created = Created
column-size = Size
column-used = Used by
column-actions = Actions

kind-dangling = dangling
kind-dangling-why = No name refers to this image, and no other image is built on it.
kind-intermediate = intermediate
kind-intermediate-why = Images without a name that other images are built on. They’re deleted along with those.
image-names = { $count } names
image-built-on =
    { $count ->
        [one] 1 image is built on it
       *[other] { $count } images are built on it
    }
image-select = Select { $name }
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
detail-unused = Not used by any container.
detail-config = Configuration
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
tag-reference = Additional name
tag-placeholder = An additional name, such as app:1.0
tag-start = Tag

state-of-created = created
state-of-running = running
state-of-paused = paused
state-of-restarting = restarting
state-of-removing = removing
state-of-exited = exited
state-of-dead = dead

removal-title = Remove images
removal-none = Nothing to remove.
removal-effect-untag = Untag
removal-effect-delete = Delete
removal-effect-inUse = In use
removal-effect-hasChildren = Has dependents
removal-effect-pinned = Pinned
removal-effect-missing = Already gone
removal-untag-keeps = Only this name is removed. The image keeps: { $keeps }
removal-untag-children = Only the name is removed. Other images are built on this one, so it stays as an intermediate image.
removal-untag-first = This name is removed first; the image is deleted with its last name.
removal-delete = Deletes the image { $id } and the layers that no other image uses.
removal-in-use = Used by containers: { $containers }. Remove them first, including stopped ones.
removal-has-children = Other images are built on it. Remove them first.
removal-pinned = It’s pinned, so it’s kept. To remove it, unpin it in Clean up first.
removal-missing = The engine no longer has this image.
removal-cascade =
    { $count ->
        [one] Also deletes an untagged parent image: { $ids }
       *[other] Also deletes { $count } untagged parent images: { $ids }
    }
image-origin-registry = pulled
image-origin-registry-why = It came from a registry, and can be pulled again as long as the registry has it.
image-origin-onlyHere = only here
image-origin-onlyHere-why = It was built, committed or loaded here. No known registry has it.
image-origin-unsure = unknown
image-origin-unsure-why = This engine doesn’t report whether the image was pulled or created here. You can check the registries.
removal-no-way-back =
    { $count ->
        [one] No known registry has one of these images. Once deleted, it may be lost.
       *[other] No known registry has { $count } of these images. Once deleted, they may be lost.
    }
removal-skipped = Items that would be refused aren’t included in the command.
removal-apart = Pulled by digest, or replaced by a newer pull
removal-apart-why = These have no tag, but a digest still refers to them. Someone may need exactly this version, so they aren’t selected.
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
