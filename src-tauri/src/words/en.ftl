# Texts of the command line. A command's text is named after its path, an option's after the path and the option.

cli-slipway = A desktop app for managing Docker images — every click shows the equivalent docker command
cli-slipway-doctor = Shows which engines respond, and why the others don’t
cli-slipway-doctor-json = Print as JSON
cli-slipway-practice = Slipway’s own engine for learning
cli-slipway-practice-serve = Starts it and keeps it running until interrupted
cli-slipway-practice-serve-folder = Where it stores images and containers
cli-help = Print help
cli-version = Print version
cli-usage = Usage:
cli-commands = Commands
cli-options = Options

window-failed = Couldn’t open the window.
