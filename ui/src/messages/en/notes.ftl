# What Docker’s configuration and environment add to a command.

note-proxy = Sets { $name } to { $value }: proxies in { $path }
note-platform = Uses the platform { $platform }: DOCKER_DEFAULT_PLATFORM
note-detach-keys = { $keys } detaches from the console and leaves the process running: detachKeys in { $path }
note-content-trust = DOCKER_CONTENT_TRUST is set, but signatures aren’t verified here. The docker command verifies them up to version 28.
note-config = Nothing in { $path } takes effect, because it can’t be read: { $reason }
note-auth = The logins in DOCKER_AUTH_CONFIG aren’t used, because its value isn’t valid: { $reason }
