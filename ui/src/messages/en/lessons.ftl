### 1

lesson-pull-title = What an image is, and how to get one
lesson-pull-about = Pull an image, and learn what its layers, tag and digest are.
lesson-pull-intro = An image is everything a program needs to run: its own files, the libraries it uses, and the command to start. It isn’t one big file but a stack of layers, stored in a registry, ready to be copied to your machine. Copying it is called pulling.
lesson-pull-can = You can pull an image with `docker pull`, count its layers, and tell a tag, which may move, from a digest, which never does.

step-pull-pull-title = Pull an image
step-pull-pull-why = Docker can only run images on its own machine. `{ $image }` is a name in two parts: the repository before the colon and, after it, the tag, which says which version you mean.
step-pull-pull-do = Open “Pull an image” on the Images screen, type `{ $image }`, and pull it. Watch the bars: each one is a layer that downloads separately. The long number at the end is the digest, a fingerprint of exactly what you downloaded.
hint-pull-pull-other-tag = You pulled `{ $found }`, but this lesson uses `{ $image }`. Check the tag after the colon.

step-pull-look-title = Look at its layers
step-pull-look-why = A layer contains the files that one step of creating the image added or changed. Layers are stacked like sheets of glass: what you see through all of them is the image’s file system. Steps that only record something, such as the command to run, don’t create a layer.
step-pull-look-do = Click `{ $image }` in the table and look at the stack in its details, newest on top. The coloured blocks are layers; a thin line is a step without one.

question-pull-layer-count = How many layers does `{ $image }` have?
wrong-pull-layer-count = In the details of `{ $image }`, count only the coloured blocks, not the thin lines.
answer-pull-layer-count = The coloured blocks are the layers. The other lines of its history only record something.

step-pull-sibling-title = Pull a related image
step-pull-sibling-why = Each layer is stored once, however many images use it. That’s why a second image is often pulled in a moment.
step-pull-sibling-do = Pull `{ $image }` as well, and watch the bars again. A layer that says “Already exists” isn’t downloaded: it was pulled with `{ $shell }`.
hint-pull-sibling-other-tag = You pulled `{ $found }`. The image that shares its layers is `{ $image }`.

question-pull-shares = Which of these share layers with `{ $image }`?
wrong-pull-shares = Compare the colours: a layer has the same colour in every image.
answer-pull-shares = Their lowest layers are exactly the same, so they’re stored on this machine only once.

question-pull-digest = Tomorrow you want exactly the same image again. How do you refer to it?
choice-pull-digest-tag = By its tag
choice-pull-digest-digest = By its digest
choice-pull-digest-repository = By its repository
wrong-pull-digest = That name can be moved to a newer image at any time. What can’t be moved?
answer-pull-digest = A digest is computed from the content, so it can only ever mean this content. A tag is a label that its owner may move to something newer tomorrow.

question-pull-layer-size = Which of the layers of `{ $image }` is the largest?
wrong-pull-layer-size = Each coloured block in the details shows its size and the start of its ID.
answer-pull-layer-size = The taller a block in the stack, the more bytes its layer adds.

### 2

lesson-shell-title = Run a shell, and leave it
lesson-shell-about = Run a container with `docker run -it --rm`, and learn what each of the three flags does and what’s left after `exit`.
lesson-shell-intro = Running an image never changes it. `docker run` puts a new, empty layer on top of it and starts a program that sees the whole stack: that’s a container. Everything the program writes goes into the top layer, which belongs to this container alone.
lesson-shell-can = You can open a shell in a new container and leave it, and you know when something is left behind and how to remove it.

step-shell-run-title = Run a shell in a container
step-shell-run-why = `-i` keeps the shell’s standard input open, so it receives what you type. `-t` allocates a terminal, so it behaves the way you’re used to. `--rm` removes the container automatically when the shell exits. After the image name comes the command to run: `bash`.
step-shell-run-do = Run `{ $image }` with a terminal, “Remove when it exits”, and the command `bash`. A console opens at the bottom of the window: now you’re inside.
hint-shell-run-no-shell = That container doesn’t run a shell. Enter `bash` as the command.
hint-shell-run-no-interactive = That container’s standard input isn’t open (`-i`), so its shell receives nothing and exits immediately.
hint-shell-run-no-tty = That container has no terminal (`-t`). Select the terminal and run another one.
hint-shell-run-no-rm = That container stays when it exits: `--rm` is missing. No harm done. Run another one with it.
hint-shell-run-other-image = That’s a shell in `{ $found }`, but this lesson uses `{ $image }`.
hint-shell-run-no-image = `{ $image }` isn’t here yet. Pull it first, as in lesson 1: “Pull an image” on the Images screen.

step-shell-file-title = Write a file in it
step-shell-file-why = Inside, you’re root, and it looks like a complete machine. But everything you write is stored in the container’s own layer, not in the image.
step-shell-file-do = Type the line below in the console and press Enter. It writes the word hello to a new file.
hint-shell-file-not-running = This lesson’s shell is no longer running. Run one as in the first step, then write the file.
hint-shell-file-other-file = You wrote to `{ $found }`. This step checks `{ $file }`.

step-shell-leave-title = Leave it
step-shell-leave-why = A container runs as long as the program it was started for. When the shell exits, the container exits, and because of `--rm` it’s removed immediately, along with the file you wrote.
step-shell-leave-do = Type `exit` in the console. Then look at Containers: it’s gone.
hint-shell-leave-killed = The container was stopped from outside. That works, but try it from inside: run it once more, and type `exit`.

step-shell-keep-title = The same without --rm
step-shell-keep-why = By default, Docker keeps a container after it exits, so you can see what went wrong and get at its files. It takes up space until someone removes it.
step-shell-keep-do = Run `{ $image }` with `bash` once more, this time without “Remove when it exits”. Leave it with `exit`. Now an exited container is listed.
hint-shell-keep-running = The container `{ $container }` is still running. Leave its shell with `exit`.

step-shell-remove-title = Remove what’s left
step-shell-remove-why = `docker rm` removes an exited container, with its layer. The image stays as it was.
step-shell-remove-do = Remove the exited container on the Containers screen.
hint-shell-remove-running = The container `{ $container }` is running. Docker removes only stopped containers: leave its shell first.

question-shell-flags = Which flag gives the shell a terminal?
wrong-shell-flags = Use the question mark next to the command: it explains each flag.
answer-shell-flags = `-t` allocates the terminal, `-i` keeps standard input open. A shell needs both, so they’re usually written together: `-it`.

question-shell-remains = You leave a container that was run without `--rm`. What’s left of it?
choice-shell-remains-container = The container, with everything written in it
choice-shell-remains-nothing = Nothing
choice-shell-remains-image = A new image with the changes
choice-shell-remains-running = The container, still running
wrong-shell-remains = Think of the step before you removed it: what was listed on the Containers screen?
answer-shell-remains = It’s only stopped. `docker start` starts it again, `docker rm` removes it.

### 3

lesson-list-title = Names, tags and IDs
lesson-list-about = Read the list of images, give an image two names, filter images, and remove a name again.
lesson-list-intro = `docker images` lists the images on this machine: repository, tag, image ID, age and size. Only the ID identifies an image for certain. Repository and tag are like a sticker on it, and an image can have several stickers, or none.
lesson-list-can = You can read the list, see that two names are one image, filter by repository, and you know that removing a name doesn’t always remove the image.

step-list-tag-title = Add a second name
step-list-tag-why = `docker tag` copies nothing. It puts another sticker on the same image, which takes up no space.
step-list-tag-do = Open the details of `{ $image }`, enter `{ $name }` as an additional name, and add it.
hint-list-tag-other-image = That name is on another image now. Give it to `{ $image }`; the name simply moves.
hint-list-tag-no-image = `{ $image }` isn’t here. Pull it first, as in lesson 1.
hint-list-tag-other-name = The image got the name `{ $found }`, but this lesson continues with `{ $name }`.

step-list-same-id-title = Find names of the same image
step-list-same-id-why = Two rows with the same ID are one image. The window shows a bar of the same colour at their left.
step-list-same-id-do = Compare the image IDs in the table, and answer.
hint-list-same-id-tag-gone = The second name is already gone. Add it to `{ $image }` again, then compare.

question-list-same-id = Which of these names belong to the same image?
wrong-list-same-id = Look at the Image ID column, and select all names with the same ID.
answer-list-same-id = They have the same image ID. It makes no difference which name you run it by.

step-list-filter-title = List only some
step-list-filter-why = With a repository after it, `docker images` lists only the tags in that repository. It counts names, not images.
step-list-filter-do = Type `{ $repository }` in the filter above the table and count the rows. The command at the bottom of the window changes with it.

question-list-filter = How many rows does `docker images { $repository }` list?
wrong-list-filter = Type `{ $repository }` in the filter and count again: every name has its own row.
answer-list-filter = One row for each tag in the repository, even if two of them are the same image.

step-list-untag-title = Remove the name again
step-list-untag-why = `docker rmi` with a name removes that name. Only when the last name is removed is the image itself deleted.
step-list-untag-do = Remove `{ $name }`. The window tells you first that only the name will be removed, and that the image is kept.
hint-list-untag-wrong-tag = You removed the other name: now the image is only called `{ $name }`. Tag it as `{ $image }` again, then remove `{ $name }`.
hint-list-untag-image-gone = Both names are gone, and so is the image. Pull `{ $image }` again to complete the step.

question-list-untag-frees = How many bytes did removing that second name free?
wrong-list-untag-frees = Is the image still there? Then so are its layers.
answer-list-untag-frees = None: the image and all its layers are still there, under the other name.

question-list-unique = What identifies an image for certain?
choice-list-unique-tag = Its tag
choice-list-unique-id = Its ID
choice-list-unique-size = Its size
wrong-list-unique = It can be the same for two images, or move from one to another.
answer-list-unique = The ID is computed from the image’s content. Tags can be moved, and sizes can be the same by chance.

### 4

lesson-dangling-title = Dangling images
lesson-dangling-about = Create a dangling image yourself, find it in the list, and remove it safely.
lesson-dangling-intro = Sometimes the list shows `<none>` where a name should be. Such an image has lost its name to a newer one, and no other image is built on it. It’s called dangling: it takes up space, and usually nobody needs it anymore.
lesson-dangling-can = You know why `<none>` appears, can list dangling images with `docker images -f dangling=true`, and can remove them one by one or all at once.

step-dangling-build-title = Build an image
step-dangling-build-why = So far you’ve used images created by others. A Dockerfile is a recipe for your own: the first line says what to start from, and each further line adds something.
step-dangling-build-do = Build `{ $image }` from the small Dockerfile below. It starts from `{ $base }` and writes one line to a file.

step-dangling-rebuild-title = Build it again, with a change
step-dangling-rebuild-why = A changed recipe creates a different image. But there’s only one name `{ $image }`: the new image gets it, and the earlier one loses it.
step-dangling-rebuild-do = Build `{ $image }` from the changed Dockerfile. Then look at the list: there’s a new row with `<none>`.
hint-dangling-rebuild-still-named = The earlier image has another name, so it isn’t dangling.
hint-dangling-rebuild-gone = The earlier image has already been removed. Build `{ $image }` once more with different content.
hint-dangling-rebuild-same-content = The same recipe creates the same image, so its name doesn’t move. Change the Dockerfile a little.

step-dangling-find-title = Find the dangling image
step-dangling-find-why = Searching a long list by eye is tedious. The filter `dangling=true` shows only images without a name that no other image is built on.
step-dangling-find-do = Select “Dangling only” above the table, and answer with the ID that’s left.

question-dangling-find = Which of these images is dangling?
wrong-dangling-find = Select “Dangling only” and compare the IDs.
answer-dangling-find = It has no name, and no other image is built on it.

step-dangling-remove-title = Remove it
step-dangling-remove-why = It has no name, so you remove it by its ID. Only the layers that no other image uses are deleted with it.
step-dangling-remove-do = Remove the image `{ $id }`. The “Remove all dangling” button would remove all of them at once.
hint-dangling-remove-in-use = A container uses this image. Remove the container first.
hint-dangling-remove-named-removed = You removed the newer image, `{ $name }`. The one without a name, `{ $id }`, is still here.

question-dangling-how = How does an image become dangling?
choice-dangling-how-name-moved = Another image got its name
choice-dangling-how-container-removed = Its last container was removed
choice-dangling-how-unused = It hasn’t been used for a long time
choice-dangling-how-layers-shared = It shares all its layers
wrong-dangling-how = What happened to the name when you built for the second time?
answer-dangling-how = A name refers to only one image. A new build or a newer pull with the same name takes it over, and the earlier image is left without a name.

question-dangling-needed = Can a container still use a dangling image?
choice-dangling-needed-yes = Yes
choice-dangling-needed-no = No
wrong-dangling-needed = A container keeps using the image it was created from, whatever that’s called now.
answer-dangling-needed = A container knows its image by ID, so it works even when the name is gone. The engine then refuses to remove the image until you remove the container.

question-dangling-count = How many dangling images does this engine have now?
wrong-dangling-count = Select “Dangling only” and count, or run `docker images -f dangling=true`.
answer-dangling-count = Every rebuild and every newer pull can leave another one behind, so check now and then.

### 5

lesson-intermediate-title = Intermediate images
lesson-intermediate-about = See the images behind another image, and learn why they stay and why `<none>` isn’t always rubbish.
lesson-intermediate-intro = A Dockerfile is run line by line. Docker’s legacy builder keeps an image after each line, to continue from there and to save time in the next build. These images have no name and are hidden: intermediate images. The current builder, BuildKit, doesn’t create them. So this lesson uses the legacy builder for its example, and you’ll know what you’re looking at when an older machine shows them.
lesson-intermediate-can = You can tell a dangling image from an intermediate one, show both with `docker images -a`, and know that intermediate images are removed automatically, with the image built on them.

step-intermediate-build-title = Build in several steps
step-intermediate-build-why = This Dockerfile has three lines after `FROM`. The legacy builder creates an image for each; only the last one gets the name.
step-intermediate-build-do = Build `{ $image }`. In a terminal, `DOCKER_BUILDKIT=0` selects the legacy builder.
hint-intermediate-build-containerd = This engine uses the containerd image store, where the legacy builder leaves no intermediate images. Do this lesson on the practice engine.
hint-intermediate-build-podman = This is Podman, whose builder leaves no intermediate images here. Do this lesson on the practice engine.
hint-intermediate-build-buildkit = `{ $image }` exists, but without intermediate images: it was built by BuildKit. Remove it and build it here, or in a terminal with `DOCKER_BUILDKIT=0`.

step-intermediate-show-all-title = Show hidden images
step-intermediate-show-all-why = `docker images` hides intermediate images, because you rarely need to see them. `-a` shows them too.
step-intermediate-show-all-do = Select “Show intermediate” above the table. `{ $name }` is built on { $count } images without a name. Answer with their IDs.

question-intermediate-show-all = Which of these is listed only with `docker images -a`?
wrong-intermediate-show-all = Turn “Show intermediate” on and off, and see which IDs appear and disappear.
answer-intermediate-show-all = It has no name, but `{ $name }` is built on it. That makes it an intermediate image.

step-intermediate-refused-title = Try to remove one
step-intermediate-refused-why = An image’s layers need those below them. If you took one out of the middle, everything built on it would break.
step-intermediate-refused-do = Find the intermediate image `{ $id }` and read what the window says about removing it.

question-intermediate-refused = What happens when you try to remove only `{ $id }`?
choice-intermediate-refused-refused = The engine refuses
choice-intermediate-refused-removed = It’s removed, and the image built on it breaks
choice-intermediate-refused-untagged = It only loses its name
wrong-intermediate-refused = It has no name to lose, and another image is built on it. What would a careful engine do?
answer-intermediate-refused = The engine refuses before any damage is done, and the window tells you in advance. Nothing is forced here.

step-intermediate-remove-title = Remove the image itself
step-intermediate-remove-why = You never have to clean up intermediate images. They’re removed along with the last image built on them.
step-intermediate-remove-do = Remove `{ $image }`. The window tells you first which images without a name will be removed with it.
hint-intermediate-remove-left = `{ $image }` is gone, but an image it was built on is still here and now dangling. Remove that as well.

question-intermediate-difference = Neither has a name. How does an intermediate image differ from a dangling one?
choice-intermediate-difference-built-on = Another image is built on it
choice-intermediate-difference-tagged = It had a name once
choice-intermediate-difference-size = It is smaller
wrong-intermediate-difference = Think about why the engine keeps one but lets you remove the other.
answer-intermediate-difference = That’s the only difference. When the image built on it is removed, nothing needs it anymore.

question-intermediate-bytes = Do intermediate images take up extra space?
choice-intermediate-bytes-no = No
choice-intermediate-bytes-yes = Yes
wrong-intermediate-bytes = Whose layers are they? Remember the related image in lesson 1.
answer-intermediate-bytes = Their layers are the lower layers of the image built on them, and each layer is stored once. Sizes in the list count shared layers every time.

question-intermediate-left = How many intermediate images does this engine have, now that `{ $name }` is gone?
wrong-intermediate-left = Turn “Show intermediate” on and off, and count the ones that appear and disappear.
answer-intermediate-left = Those under `{ $name }` were removed with it, because nothing was built on them anymore.

### 6

lesson-change-title = Change a file in a running container
lesson-change-about = Start a web server, enter it with `docker exec`, change its page, and see the difference with `docker diff`.
lesson-change-intro = Not every container runs a shell. A server keeps running in the background, and you connect to it through a port. While it runs, you can still enter it, look around, and change things. Everything you change is stored in the container’s own layer on top of the image.
lesson-change-can = You can run a server in the background, publish its port, enter it with `docker exec`, and read its changes: A for added, C for changed, D for deleted.

step-change-run-title = Run a web server
step-change-run-why = `-d` runs it in the background. `-p { $port }:80` publishes a port: port { $port } of this machine is mapped to port 80 in the container. `--name` gives it a name that’s easy to remember.
step-change-run-do = Run `{ $image }` in the background with the name `{ $container }` and the port `{ $port }:80`. Then open { $address } in a browser to see its welcome page.
hint-change-run-name-taken = A container named `{ $container }` already exists, created from another image. Remove or rename it, then run this one.
hint-change-run-stopped = `{ $container }` exists, but isn’t running. Start it on the Containers screen.
hint-change-run-no-port = `{ $container }` is running, but has no published port, so a browser can’t reach it. Remove it and run it again with the port.
hint-change-run-other-name = The server is running under the name `{ $found }`, but this lesson continues with `{ $container }`.
hint-change-run-no-image = `{ $image }` isn’t here yet. Pull it first, with “Pull an image” on the Images screen.

step-change-enter-title = Enter it
step-change-enter-why = `docker run` creates a new container. `docker exec` runs another command in a running container, here a shell next to the server.
step-change-enter-do = Open a console in `{ $container }`, with bash as its shell.
hint-change-enter-not-running = `{ $container }` isn’t running. Start it first.

step-change-edit-title = Change the page
step-change-edit-why = The page is an ordinary file, `{ $file }`. It comes from the image. When you write to it, the container stores a changed copy in its own layer, and the image’s file stays as it was.
step-change-edit-do = Type the line below in the console. Then reload the page in the browser: it says Hello, Docker!
hint-change-edit-not-running = `{ $container }` is no longer running. Start it, then write the page.
hint-change-edit-deleted = The page was deleted from the container. No problem: the line below writes it again.
hint-change-edit-no-hello = The page has changed, but doesn’t say Hello. Mind the quotes: they keep the shell from interpreting < and >.
hint-change-edit-wrong-file = You wrote to `{ $found }`, but the server shows `{ $file }`.

step-change-diff-title = See what has changed
step-change-diff-why = `docker diff` compares the container with its image, path by path. The window leaves out what the engine adds, and shows contents before and after.
step-change-diff-do = Open the changes of `{ $container }`, find the page, then answer.

question-change-diff = Which of these paths was changed in `{ $container }`?
wrong-change-diff = Look for a path marked C that isn’t just its parent folder.
answer-change-diff = It’s marked C: it was in the image, and it’s different in the container.

question-change-where = Where is the changed page stored?
choice-change-where-image = In the image
choice-change-where-container = In the container’s own layer
choice-change-where-host = In a folder of this machine
wrong-change-where = Would a second container from the same image show the new page?
answer-change-where = Another container from the same image shows the old page: each container has its own layer.

question-change-lost = What happens to the change when you remove the container with `docker rm`?
choice-change-lost-gone = It’s lost
choice-change-lost-in-image = It’s saved in the image
choice-change-lost-on-host = It stays on this machine, outside the container
wrong-change-lost = The change is in the container’s own layer. What happens to that layer?
answer-change-lost = The container’s layer is removed with the container. To keep a change, create an image from it, as in the next lesson, or store the data in a volume.

question-change-image = Which of these images was `{ $container }` created from?
wrong-change-image = The container’s details show its image. Compare its ID with the list.
answer-change-image = It’s still `{ $image }`, with the same ID as before: a container’s changes never affect its image.

### 7

lesson-commit-title = Keep it as an image, and do it better
lesson-commit-about = Create an image from the changed container with `docker commit`, read its history, run it, and then build the same from a Dockerfile.
lesson-commit-intro = A container’s own layer can be saved as a new layer of an image: that’s a commit. It shows nicely how images are created. It’s also not how you should create images, and by the end of this lesson you’ll know why.
lesson-commit-can = You can save a container as an image when you have to, read an image’s history, and write a Dockerfile when others need it too.

step-commit-commit-title = Create an image from the container
step-commit-commit-why = `docker commit` takes the container’s changes and adds them to its image as a new layer. Author and message are notes for anyone who looks at it later.
step-commit-commit-do = Commit `{ $container }` as `{ $kept }`. Enter any author and message you like.
hint-commit-commit-other-image = `{ $kept }` exists, but wasn’t created from `{ $image }`. Commit `{ $container }` under that name; the name moves.
hint-commit-commit-no-webserver = There’s no container `{ $container }` to commit. It’s created in lesson 6: do or repeat that lesson first.
hint-commit-commit-other-name = The commit is called `{ $found }`. That works too, but this lesson continues with `{ $kept }`.

step-commit-history-title = Look at its history
step-commit-history-why = `docker history` shows how an image was created, newest first. All it knows about your commit is that it happened, and your message: what you typed inside isn’t recorded anywhere.
step-commit-history-do = Open the details of `{ $kept }`, compare its layers with those of `{ $image }`, and answer.

question-commit-history = How many more layers does `{ $kept }` have than `{ $image }`?
wrong-commit-history = Count the coloured blocks of both images.
answer-commit-history = A commit is one layer, however much was changed, on top of the existing layers.

step-commit-run-title = Run the saved image
step-commit-run-why = The new image is an image like any other: you can run it, tag it, or push it to a registry. The changed page is part of it.
step-commit-run-do = Run `{ $kept }` in the background with the name `{ $container }` and the port `{ $port }:80`, and open { $address }.
hint-commit-run-name-taken = A container named `{ $container }` already exists, created from another image. Remove it, then run this one.
hint-commit-run-stopped = `{ $container }` exists, but isn’t running. Start it on the Containers screen.
hint-commit-run-no-port = `{ $container }` is running, but has no published port. Remove it and run it again with the port.
hint-commit-run-other-name = It’s running under the name `{ $found }`, but this step needs `{ $container }`.

step-commit-dockerfile-title = The same from a Dockerfile
step-commit-dockerfile-why = A Dockerfile says what you did, line by line, for everyone to read. Anyone can build the image from it again, even on a newer base image, and nothing gets in by accident.
step-commit-dockerfile-do = Read the two lines, then build `{ $image }` from them. Its history shows the command that changed the page.
hint-commit-dockerfile-same-image = `{ $image }` is just another name for `{ $kept }`. Build it from the Dockerfile.
hint-commit-dockerfile-other-base = `{ $image }` isn’t built on `{ $base }`. Check the FROM line.
hint-commit-dockerfile-committed = `{ $image }` was created by a commit. Build it from the Dockerfile instead.

question-commit-why-not = Why shouldn’t you create images for others with a commit?
choice-commit-why-not-unknown = Nobody knows how it was created, or can create it again
choice-commit-why-not-slow = It runs more slowly
choice-commit-why-not-impossible = It can’t be pushed to a registry
wrong-commit-why-not = Look at the top line of its history. Could someone else create the same image from what it says?
answer-commit-why-not = Such an image is a black box: it contains whatever happened to be there, and when its base image gets a security fix, nobody can rebuild it.

question-commit-shares = How many layers of `{ $kept }` come from `{ $image }`?
wrong-commit-shares = Compare the colours in the two stacks, from the bottom up.
answer-commit-shares = All of its layers. The commit only added one on top, so the new image takes up just that much more on disk.
