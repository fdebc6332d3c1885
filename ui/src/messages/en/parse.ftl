paste-title = Have a command? Paste it here
paste-hint = docker run …
paste-filled = The form below was filled in from it.
paste-undo = Undo
paste-open = Open form
paste-elsewhere =
    { $count ->
        [one] This command has its own form.
       *[other] These commands have their own forms.
    }
paste-others =
    { $count ->
        [one] Another command in this text:
       *[other] Other commands in this text:
    }
paste-remarks = Notes on parts of the command

# What happened to each part of the command; each follows the part it is about.
remark-needsValue = Fill in the value. A terminal would insert something here that Slipway can’t know.
remark-otherFlag = Added to “Other flags” and applied.
remark-rewritten = Written differently in the form, with the same meaning.
remark-behindImage = Comes after the image, so it’s passed to the program inside. Put flags for docker before the image.
remark-selected = Found on this engine and selected. Check before you remove anything.
remark-selectedNone = Nothing on this engine matches this, so nothing is selected.
remark-runningLeftOut = Running containers aren’t selected. To remove them, stop them first.
remark-default = Not needed: this is the default.
remark-replaced = Left out: a later one overrides it.
remark-engineChoice = Not applied: Slipway uses the engine it’s connected to.
remark-clientOnly = Not needed here: it only affects the docker command’s own output, files or terminal.
remark-windowsOnly = Not applied: it’s for Windows containers only.
remark-discontinued = Not applied: engines no longer support it.
remark-apiSocket = Not applied: it would give the container access to the engine and your registry logins.
remark-podmanOnly = Not applied: only Podman supports it.
remark-notOffered = Not applied: Slipway doesn’t support this. Use a terminal if you need it.
remark-added = Added: consoles in Slipway are always interactive.
remark-prefix = Not needed here.
remark-variable = Not applied: it was set only for the docker command. Add it to the environment if the container needs it.
remark-comment = A comment.
remark-redirection = Not applied: the output is shown here.
remark-input = Not applied: a terminal would send this to the program as its input. Run the command in a terminal if the program needs it.
remark-otherCommand = Another command that has no form here. If this one depends on it, run it in a terminal first.
remark-otherArgument = Left for later: only one at a time here.
