# What the command line says. A command's words have its path for their name, an option's that and its own.

cli-slipway = Docker’s image work by clicking, with the exact docker command beside every click
cli-slipway-doctor = Tells which engines answer, and why the others do not
cli-slipway-doctor-json = As JSON
cli-slipway-practice = Slipway’s own engine to practise on
cli-slipway-practice-serve = Starts it and keeps it until interrupted
cli-slipway-practice-serve-folder = Where it keeps its images and containers
cli-help = Prints this
cli-version = Prints the version
cli-usage = Usage:
cli-commands = Commands
cli-options = Options

window-failed = The window cannot be opened.
