# Docker 的配置和环境变量给命令补充的内容。

note-proxy = 将 { $name } 设为 { $value }，来自 { $path } 中的 proxies
note-platform = 使用平台 { $platform }，来自 DOCKER_DEFAULT_PLATFORM
note-detach-keys = 按 { $keys } 可脱离终端，进程继续运行，来自 { $path } 中的 detachKeys
note-content-trust = 设置了 DOCKER_CONTENT_TRUST，但这里不会验证签名。docker 命令在 28 及更早的版本中会验证。
note-config = 无法读取 { $path }，其中的设置都不会生效：{ $reason }
note-auth = DOCKER_AUTH_CONFIG 的值无效，不会使用其中的登录信息：{ $reason }
