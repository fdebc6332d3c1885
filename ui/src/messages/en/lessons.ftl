### 1

lesson-pull-title = What an image is, and how to get one
lesson-pull-about = You will pull an image and know what its layers, its tag and its digest are.
lesson-pull-intro = An image is everything a program needs to run: its own files, the libraries it uses, and a note of what to start. It is not one big file but a stack of layers, and it lies in a registry, ready to be copied to your machine. That copying is called pulling.
lesson-pull-can = You can pull an image with `docker pull`, say how many layers it has, and tell a tag, which may move, from a digest, which never does.

step-pull-pull-title = Pull an image
step-pull-pull-why = Docker can only run what lies on its own machine. `{ $image }` is a name in two halves: the repository before the colon, and the tag after it, which says which version is meant.
step-pull-pull-do = Open “Pull an image” on the Images screen, type `{ $image }`, and pull it. Watch the bars: each one is a layer that comes on its own. The long number at the end is the digest, a fingerprint of exactly what came.
hint-pull-pull-other-tag = You have pulled `{ $found }`. This lesson is about `{ $image }`: mind the tag after the colon.

step-pull-look-title = Look at its layers
step-pull-look-why = A layer holds the files that one step of making the image added or changed. Layers lie on each other like sheets of glass: what you see through all of them is the image’s file system. Steps that only note something, such as what to start, make no layer.
step-pull-look-do = Click `{ $image }` in the table and read the stack in its details, newest on top. The coloured blocks are layers; a thin line is a step without one.

question-pull-layer-count = How many layers does `{ $image }` have?
wrong-pull-layer-count = Count only the coloured blocks in the details of `{ $image }`, not the thin lines.
answer-pull-layer-count = The coloured blocks are the layers. All other lines of its history only note something.

step-pull-sibling-title = Pull its sibling
step-pull-sibling-why = Layers are kept once, however many images use them. That is why a second image is often there in a moment.
step-pull-sibling-do = Pull `{ $image }` as well, and watch the bars again. A layer that says “Already here” is not downloaded: `{ $shell }` has brought it along.
hint-pull-sibling-other-tag = You have pulled `{ $found }`. The one that shares its layers here is `{ $image }`.

question-pull-shares = Which of these share layers with `{ $image }`?
wrong-pull-shares = Compare the colours: the same layer has the same colour in every image.
answer-pull-shares = Their lowest layers are the very same, so they lie on this machine only once.

question-pull-digest = You want exactly the same image again tomorrow. What do you name it by?
choice-pull-digest-tag = By its tag
choice-pull-digest-digest = By its digest
choice-pull-digest-repository = By its repository
wrong-pull-digest = Somebody may move that name to a newer image at any time. What cannot be moved?
answer-pull-digest = A digest is computed from the content, so it can only ever mean this content. A tag is a label that its owner may stick on something newer tomorrow.

question-pull-layer-size = Which of the layers of `{ $image }` is the largest?
wrong-pull-layer-size = Each coloured block in the details tells its size, and the beginning of its ID.
answer-pull-layer-size = The taller a block stands in the stack, the more bytes its layer adds.

### 2

lesson-shell-title = Run a shell, and leave it
lesson-shell-about = You will run a container with `docker run -it --rm`, know what each of the three flags does, and what is left after `exit`.
lesson-shell-intro = An image is never changed by running it. `docker run` lays one more, empty layer on top of it and starts a program that sees the whole stack: that is a container. All that the program writes goes into that top layer, which belongs to this container alone.
lesson-shell-can = You can open a shell in a fresh container, leave it, and know when something stays behind and how to remove it.

step-shell-run-title = Run a shell in a container
step-shell-run-why = `-i` keeps the shell’s input open, so that it hears what you type. `-t` gives it a terminal, so that it behaves as you are used to. `--rm` removes the container by itself when the shell ends. After the image’s name stands what to run: `bash`.
step-shell-run-do = Run `{ $image }` with a terminal, “Remove it when it ends”, and the command `bash`. A console opens at the foot of the window: now you are inside.
hint-shell-run-no-shell = That container does not run a shell. Put `bash` into the command.
hint-shell-run-no-interactive = That container has no open input (`-i`), so its shell hears nothing and ends at once.
hint-shell-run-no-tty = That container has no terminal (`-t`). Tick the terminal and run another.
hint-shell-run-no-rm = That one stays after it ends: `--rm` was missing. No harm done. Run another with it.
hint-shell-run-other-image = That is a shell of `{ $found }`. This lesson uses `{ $image }`.
hint-shell-run-no-image = `{ $image }` is not here yet. Pull it first, as in lesson 1: “Pull an image” on the Images screen.

step-shell-file-title = Write a file in it
step-shell-file-why = Inside, you are root, and it looks like a whole machine. Whatever you write lands in the container’s own layer, not in the image.
step-shell-file-do = Type the line below into the console and press Enter. It writes the word hello into a new file.
hint-shell-file-not-running = No shell of this lesson is running any more. Run one as in the first step, then write the file.
hint-shell-file-other-file = Something was written to `{ $found }`. The step looks for `{ $file }`.

step-shell-leave-title = Leave it
step-shell-leave-why = A container lives as long as the program it was started for. When the shell ends, the container ends, and because of `--rm` it is removed at once, with the file that you wrote.
step-shell-leave-do = Type `exit` into the console. Then look at Containers: nothing of it is left.
hint-shell-leave-killed = The container was stopped from outside. That works, but try it from within: run it once more, and type `exit`.

step-shell-keep-title = The same without --rm
step-shell-keep-why = Usually Docker keeps a container that has ended, so that you can see what went wrong and get at its files. It takes up space until somebody removes it.
step-shell-keep-do = Run `{ $image }` with `bash` once more, this time without “Remove it when it ends”. Leave it with `exit`. Now a container that has exited is listed.
hint-shell-keep-running = The container `{ $container }` is still running. Leave its shell with `exit`.

step-shell-remove-title = Remove what is left
step-shell-remove-why = `docker rm` removes a container that has ended, with its layer. The image stays as it was.
step-shell-remove-do = Remove the container that has exited, on the Containers screen.
hint-shell-remove-running = The container `{ $container }` is running. Docker removes only what has ended: leave its shell first.

question-shell-flags = Which flag gives the shell a terminal?
wrong-shell-flags = Use the question mark beside the command: it takes it apart, flag by flag.
answer-shell-flags = `-t` is the terminal, `-i` the open input; a shell needs both, so they are usually written together: `-it`.

question-shell-remains = You leave a container that was run without `--rm`. What is left of it?
choice-shell-remains-container = The container, with all that was written in it
choice-shell-remains-nothing = Nothing
choice-shell-remains-image = A new image with the changes
choice-shell-remains-running = The container, still running
wrong-shell-remains = Think of the step before you removed it: what stood on the Containers screen?
answer-shell-remains = It is only stopped. `docker start` wakes it up again, `docker rm` removes it.

### 3

lesson-list-title = Names, tags and IDs
lesson-list-about = You will read the list of images, give one image two names, find images by a filter, and take a name away again.
lesson-list-intro = `docker images` lists what is here: repository, tag, image ID, age and size. Only the ID names an image for certain. Repository and tag are a label on it, and an image may carry several labels, or none.
lesson-list-can = You can read the list, see that two names are one image, filter by repository, and know that removing a name need not remove the image.

step-list-tag-title = Give it a second name
step-list-tag-why = `docker tag` copies nothing. It sticks one more label on the same image, which takes no space.
step-list-tag-do = Open the details of `{ $image }`, type `{ $name }` as another name, and add it.
hint-list-tag-other-image = That name is on another image now. Give it to `{ $image }`: a name is simply moved.
hint-list-tag-no-image = `{ $image }` is not here. Pull it first, as in lesson 1.
hint-list-tag-other-name = The image has got the name `{ $found }`. This lesson goes on with `{ $name }`.

step-list-same-id-title = Find what belongs together
step-list-same-id-why = Two lines with the same ID are one image. The window marks them with a bar of one colour at their left.
step-list-same-id-do = Compare the image IDs in the table, and answer.
hint-list-same-id-tag-gone = The second name is gone already. Give it once more to `{ $image }`, then compare.

question-list-same-id = Which of these names belong to one and the same image?
wrong-list-same-id = Look at the column with the image ID, and tick all names with the same one.
answer-list-same-id = They have the same image ID. Which name you run it by makes no difference.

step-list-filter-title = List only some
step-list-filter-why = With a repository after it, `docker images` lists only that repository’s tags. It counts names, not images.
step-list-filter-do = Type `{ $repository }` into the filter above the table and count the lines. The command at the foot of the window changes with it.

question-list-filter = How many lines does `docker images { $repository }` list?
wrong-list-filter = Type `{ $repository }` into the filter and count again: every name has its line.
answer-list-filter = One line for each tag of the repository, also where two of them are one image.

step-list-untag-title = Take the name away again
step-list-untag-why = `docker rmi` with a name takes that name away. Only when the last one goes does the image itself go.
step-list-untag-do = Remove `{ $name }`. The window says beforehand that only the name goes, and keeps the image.
hint-list-untag-wrong-tag = It was the other name that went: the image is now called `{ $name }` only. Tag it as `{ $image }` again, then remove `{ $name }`.
hint-list-untag-image-gone = Both names are gone, and the image with them. Pull `{ $image }` again; the step is then done.

question-list-untag-frees = How many bytes did removing that second name free?
wrong-list-untag-frees = Is the image still there? Then its layers are, too.
answer-list-untag-frees = None: the image and all its layers are still there, under the other name.

question-list-unique = What names an image for certain?
choice-list-unique-tag = Its tag
choice-list-unique-id = Its ID
choice-list-unique-size = Its size
wrong-list-unique = That can be the same for two images, or move from one to another.
answer-list-unique = The ID is computed from the image’s content. Tags can be moved, and sizes can be the same by chance.

### 4

lesson-dangling-title = Dangling images
lesson-dangling-about = You will make a dangling image yourself, find it in the list, and remove it safely.
lesson-dangling-intro = Sometimes the list shows `<none>` where a name should be. Such an image has lost its name to a newer one, and nothing is built on it. It is called dangling: it takes up space, and mostly nobody needs it any more.
lesson-dangling-can = You know why `<none>` appears, can list dangling images with `docker images -f dangling=true`, and remove them one by one or all at once.

step-dangling-build-title = Build an image
step-dangling-build-why = So far you have used images that others made. A Dockerfile is a recipe for one of your own: the first line says what to start from, each further one adds something.
step-dangling-build-do = Build `{ $image }` from the small Dockerfile that is given here. It takes `{ $base }` and writes one line into a file.

step-dangling-rebuild-title = Build it again, with a change
step-dangling-rebuild-why = The recipe has changed, so it makes another image. But there is only one `{ $image }`: the new image gets the name, and the earlier one loses it.
step-dangling-rebuild-do = Build `{ $image }` from the changed Dockerfile. Then look at the list: a line with `<none>` has appeared.
hint-dangling-rebuild-still-named = The earlier image has another name as well, so it is not dangling.
hint-dangling-rebuild-gone = The earlier image has been removed already. Build `{ $image }` once more with other content.
hint-dangling-rebuild-same-content = The same recipe gives the same image, and its name stays where it is. Change the Dockerfile a little.

step-dangling-find-title = Find the dangling image
step-dangling-find-why = Searching a long list by eye is tedious. The filter `dangling=true` keeps only images without a name that nothing is built on.
step-dangling-find-do = Tick “Dangling only” above the table, and answer by the ID that is left.

question-dangling-find = Which of these images is dangling?
wrong-dangling-find = Tick “Dangling only” and compare the IDs.
answer-dangling-find = It has neither a name nor an image built on it.

step-dangling-remove-title = Remove it
step-dangling-remove-why = Without a name it is removed by its ID. Only the layers that no other image uses go with it.
step-dangling-remove-do = Remove the image `{ $id }`. The button “Remove all dangling” would do the same for all of them at once.
hint-dangling-remove-in-use = A container uses this image. Remove the container first.
hint-dangling-remove-named-removed = You have removed the newer image, `{ $name }`. The one without a name, `{ $id }`, is still here.

question-dangling-how = How does an image become dangling?
choice-dangling-how-name-moved = Another image got its name
choice-dangling-how-container-removed = Its last container was removed
choice-dangling-how-unused = Nobody used it for a long time
choice-dangling-how-layers-shared = It shares all its layers
wrong-dangling-how = What happened to the name when you built for the second time?
answer-dangling-how = A name leads to one image only. A new build or a newer pull under the same name takes that name over, and the earlier image is left without one.

question-dangling-needed = Can a container still use a dangling image?
choice-dangling-needed-yes = Yes
choice-dangling-needed-no = No
wrong-dangling-needed = A container keeps to the image that it was made from, whatever that is called.
answer-dangling-needed = A container knows its image by the ID, so it goes on when the name is gone. The engine then refuses to remove the image until the container is removed.

question-dangling-count = How many dangling images does this engine have now?
wrong-dangling-count = Tick “Dangling only” and count, or run `docker images -f dangling=true`.
answer-dangling-count = Each rebuild and each newer pull may leave one more behind, so it is worth a look now and then.

### 5

lesson-intermediate-title = Intermediate images
lesson-intermediate-about = You will see the images that stand behind another one, learn why they stay, and why `<none>` is not always rubbish.
lesson-intermediate-intro = A Dockerfile is carried out line by line. Docker’s classic builder keeps an image after each line, to go on from there, and to save time the next time. They have no name and stay hidden: intermediate images. Today’s builder, BuildKit, makes none of them. So this lesson builds its example with the classic one, and you know what you see when an older machine shows them.
lesson-intermediate-can = You can tell a dangling image from an intermediate one, show both with `docker images -a`, and know that intermediate images go by themselves, with the image that is built on them.

step-intermediate-build-title = Build in several steps
step-intermediate-build-why = This Dockerfile has three lines after `FROM`. The classic builder makes an image of each; only the last one gets the name.
step-intermediate-build-do = Build `{ $image }`. In a terminal, `DOCKER_BUILDKIT=0` asks for the classic builder.
hint-intermediate-build-containerd = This engine keeps images in the containerd store, where the classic builder leaves no intermediate images. Do this lesson on the practice engine.
hint-intermediate-build-podman = This is Podman: its builder leaves no intermediate images here. Do this lesson on the practice engine.
hint-intermediate-build-buildkit = `{ $image }` is there, but without intermediate images: BuildKit has built it. Remove it and build it here, or in a terminal with `DOCKER_BUILDKIT=0`.

step-intermediate-show-all-title = Show what is hidden
step-intermediate-show-all-why = `docker images` leaves intermediate images out, since you rarely need to see them. `-a` shows them too.
step-intermediate-show-all-do = Tick “Intermediate too” above the table. `{ $name }` is built on { $count } images without a name. Answer by their IDs.

question-intermediate-show-all = Which of these is listed only with `docker images -a`?
wrong-intermediate-show-all = Tick and untick “Intermediate too”, and see which IDs come and go.
answer-intermediate-show-all = It has no name, but `{ $name }` is built on it: that makes it an intermediate image.

step-intermediate-refused-title = Try to remove one
step-intermediate-refused-why = An image’s layers need those beneath them. Take one out of the middle, and what is built on it falls.
step-intermediate-refused-do = Find the intermediate image `{ $id }` and read what the window says about removing it.

question-intermediate-refused = What happens when you try to remove `{ $id }` by itself?
choice-intermediate-refused-refused = The engine refuses
choice-intermediate-refused-removed = It is removed, and the image on it breaks
choice-intermediate-refused-untagged = It only loses its name
wrong-intermediate-refused = It has no name that it could lose, and something is built on it. What would a careful engine do?
answer-intermediate-refused = The engine says what it does before anything is harmed, and the window tells it beforehand. Nothing is forced here.

step-intermediate-remove-title = Remove the image itself
step-intermediate-remove-why = Nobody has to clear up intermediate images. When the last image that is built on them is removed, they are removed with it.
step-intermediate-remove-do = Remove `{ $image }`. The window says beforehand which images without a name go with it.
hint-intermediate-remove-left = `{ $image }` is gone, but an image that it was built on is still here, dangling now. Remove that as well.

question-intermediate-difference = Both have no name. What makes an intermediate image different from a dangling one?
choice-intermediate-difference-built-on = Another image is built on it
choice-intermediate-difference-tagged = It had a name once
choice-intermediate-difference-size = It is smaller
wrong-intermediate-difference = Think of the reason why the engine keeps the one and lets the other go.
answer-intermediate-difference = That is all the difference there is. When the image that is built on it goes, nothing is left to hold it.

question-intermediate-bytes = Do intermediate images take space of their own?
choice-intermediate-bytes-no = No
choice-intermediate-bytes-yes = Yes
wrong-intermediate-bytes = Whose layers are they? Remember the sibling in lesson 1.
answer-intermediate-bytes = Their layers are the lower layers of the image that is built on them, and each layer is kept once. Sizes in the list count shared layers every time.

question-intermediate-left = How many intermediate images does this engine have, now that `{ $name }` is gone?
wrong-intermediate-left = Tick and untick “Intermediate too”, and count what comes and goes.
answer-intermediate-left = Those beneath `{ $name }` were removed with it: nothing was built on them any more.

### 6

lesson-change-title = Change a file in a running container
lesson-change-about = You will start a web server, enter it with `docker exec`, change its page, and read with `docker diff` what is different.
lesson-change-intro = Not every container is a shell. A server keeps running in the background, and you reach it through a port. You can still get into it while it runs, look around, and change things. Everything you change lands in the container’s own layer on top of the image.
lesson-change-can = You can run a server in the background, publish its port, enter it with `docker exec`, and read its changes: A for added, C for changed, D for deleted.

step-change-run-title = Run a web server
step-change-run-why = `-d` runs it in the background. `-p { $port }:80` opens a way in: what comes to port { $port } of this machine goes to port 80 in the container. `--name` gives it a name that you can remember.
step-change-run-do = Run `{ $image }` in the background with the name `{ $container }` and the port `{ $port }:80`. Then open { $address } in a browser: it greets you.
hint-change-run-name-taken = A container named `{ $container }` is here already, made from another image. Remove or rename it, then run this one.
hint-change-run-stopped = `{ $container }` is here, but does not run. Start it on the Containers screen.
hint-change-run-no-port = `{ $container }` runs, but no port leads to it, so no browser reaches it. Remove it and run it again with the port.
hint-change-run-other-name = The server runs under the name `{ $found }`. The lesson goes on with one that is named `{ $container }`.
hint-change-run-no-image = `{ $image }` is not here yet. Pull it first, with “Pull an image” on the Images screen.

step-change-enter-title = Enter it
step-change-enter-why = `docker run` makes a new container. `docker exec` starts one more program in a container that already runs, here a shell beside the server.
step-change-enter-do = Open a console in `{ $container }`, with bash as its shell.
hint-change-enter-not-running = `{ $container }` does not run. Start it first.

step-change-edit-title = Change the page
step-change-edit-why = The page is an ordinary file, `{ $file }`. It comes from the image; when you write to it, the container keeps a changed copy in its own layer, and the image’s file stays as it was.
step-change-edit-do = Type the line below into the console. Then load the page in the browser again: it says Hello, Docker!
hint-change-edit-not-running = `{ $container }` does not run any more. Start it, then write the page.
hint-change-edit-deleted = The page is gone from the container. Never mind: the line below writes it again.
hint-change-edit-no-hello = The page has changed, but does not say Hello. Mind the quotes: they keep the shell from reading the < and > itself.
hint-change-edit-wrong-file = You have written to `{ $found }`. The server shows `{ $file }`.

step-change-diff-title = Read what has changed
step-change-diff-why = `docker diff` compares the container with its image, path by path. The window leaves out what the engine itself puts there, and shows contents before and after.
step-change-diff-do = Open the changes of `{ $container }` and look for the page. Then answer.

question-change-diff = Which of these paths has been changed in `{ $container }`?
wrong-change-diff = Look for a path marked C that is not just a folder around it.
answer-change-diff = It is marked C: it was in the image, and is different in the container.

question-change-where = Where does the changed page live?
choice-change-where-image = In the image
choice-change-where-container = In the container’s own layer
choice-change-where-host = In a folder of this machine
wrong-change-where = Would a second container of the same image show the new page?
answer-change-where = Another container of the same image shows the old page: each has a layer of its own.

question-change-lost = What becomes of the change when the container is removed with `docker rm`?
choice-change-lost-gone = It is gone
choice-change-lost-in-image = It goes into the image
choice-change-lost-on-host = It stays on this machine, outside of the container
wrong-change-lost = The change lies in the container’s own layer. What happens to that?
answer-change-lost = The container’s layer goes with the container. To keep a change, make an image of it, which is the next lesson, or keep the data in a volume.

question-change-image = Which of these is the image that `{ $container }` was made from?
wrong-change-image = The container’s details name its image. Compare that image’s ID in the list.
answer-change-image = It is still `{ $image }`, with the same ID as before: a container’s changes never reach its image.

### 7

lesson-commit-title = Keep it as an image, and do it better
lesson-commit-about = You will make an image of the changed container with `docker commit`, read its history, run it, and then build the same from a Dockerfile.
lesson-commit-intro = A container’s own layer can be laid down as a new layer of an image: that is a commit. It shows beautifully how images are made. It is also not how images should be made, and at the end of this lesson you will know why.
lesson-commit-can = You can keep a container as an image when you must, read an image’s history, and you write a Dockerfile when others should have it, too.

step-commit-commit-title = Make an image of the container
step-commit-commit-why = `docker commit` takes what the container has changed and puts it on its image as one more layer. Author and message are notes for whoever looks at it later.
step-commit-commit-do = Commit `{ $container }` as `{ $kept }`. Fill in an author and a message; any will do.
hint-commit-commit-other-image = `{ $kept }` is here, but was not made from `{ $image }`. Commit `{ $container }` under that name; the name is then moved.
hint-commit-commit-no-webserver = There is no container `{ $container }` to commit. Lesson 6 makes it: do that first, or repeat it.
hint-commit-commit-other-name = The commit has become `{ $found }`. That works as well, but this lesson goes on with `{ $kept }`.

step-commit-history-title = Look at its history
step-commit-history-why = `docker history` lists how an image came to be, newest first. Of your commit it can only say that there was one, with your message: what you typed inside is written down nowhere.
step-commit-history-do = Open the details of `{ $kept }`, compare its layers with those of `{ $image }`, and answer.

question-commit-history = How many layers more than `{ $image }` has `{ $kept }`?
wrong-commit-history = Count the coloured blocks of both images.
answer-commit-history = A commit is one layer, whatever was changed, on top of all the layers that were there.

step-commit-run-title = Run what you kept
step-commit-run-why = The new image is an image like any other: it can be run, tagged, pushed to a registry. The changed page is part of it.
step-commit-run-do = Run `{ $kept }` in the background with the name `{ $container }` and the port `{ $port }:80`, and open { $address }.
hint-commit-run-name-taken = A container named `{ $container }` is here already, made from another image. Remove it, then run this one.
hint-commit-run-stopped = `{ $container }` is here, but does not run. Start it on the Containers screen.
hint-commit-run-no-port = `{ $container }` runs, but no port leads to it. Remove it and run it again with the port.
hint-commit-run-other-name = It runs under the name `{ $found }`. The lesson looks for `{ $container }`.

step-commit-dockerfile-title = The same from a Dockerfile
step-commit-dockerfile-why = A Dockerfile says what you did, line by line, where everybody can read it. Anyone can build the same from it again, tomorrow also on a newer base, and nothing gets in by accident.
step-commit-dockerfile-do = Read the two lines, then build `{ $image }` from them. Its history names the command that changed the page.
hint-commit-dockerfile-same-image = `{ $image }` is only another name for `{ $kept }`. Build it from the Dockerfile.
hint-commit-dockerfile-other-base = `{ $image }` does not start from `{ $base }`. Look at the line with FROM.
hint-commit-dockerfile-committed = `{ $image }` was made by a commit. Build it from the Dockerfile instead.

question-commit-why-not = Why should images for others not be made by commit?
choice-commit-why-not-unknown = Nobody knows how it was made, or can make it again
choice-commit-why-not-slow = It runs more slowly
choice-commit-why-not-impossible = It cannot be pushed to a registry
wrong-commit-why-not = Look at the top line of its history. Could somebody else make the same image from what stands there?
answer-commit-why-not = Such an image is a black box: it holds whatever happened to lie around, and when the base gets a security fix, nobody can rebuild it.

question-commit-shares = How many of the layers of `{ $kept }` are those of `{ $image }`?
wrong-commit-shares = Compare the colours in the two stacks, from below.
answer-commit-shares = All of them. The commit has put its layer on top, so on disk the new image costs only that one.
