containers-title = 容器
containers-filter = 筛选容器
containers-filter-hint = 名称、镜像、端口、元数据标签…
containers-running-only = 仅显示运行中
containers-count = { $count } 个容器
containers-loading = 正在读取容器…
containers-none = 还没有容器
containers-none-text = 容器是镜像运行起来的一个实例。运行一个，它就会出现在这里。
containers-none-running = 没有正在运行的容器
containers-none-running-text = 已停止的容器仍然保留着。
containers-show-all = 显示已停止的容器
containers-no-match = 没有符合条件的容器
containers-no-match-text = 没有容器的名称、镜像、命令、端口或元数据标签中含有“{ $filter }”。
containers-clear-filter = 清除筛选
containers-run = 运行容器

container-name = 名称
container-image = 镜像
container-state = 状态
container-command = 命令
container-created-at = 创建时间
container-ports = 端口
container-actions = 操作

container-running = 运行中
container-up = 运行时长：{ $duration }
container-paused = 已暂停
container-up-paused = 运行时长：{ $duration }（已暂停）
container-restarting = 正在重启
container-restarting-since = 正在重启（{ $code }），{ $age }
container-exited = 已退出（{ $code }）
container-exited-since = 已退出（{ $code }），{ $age }
container-created = 已创建
container-removing = 正在删除
container-dead = 已失效

container-console = 在 { $name } 中打开控制台
container-changes = 查看 { $name } 中的改动
container-commit = 把 { $name } 提交为镜像
container-stop = 停止 { $name }
container-start = 启动 { $name }
container-remove = 删除 { $name }
container-more = { $name } 的更多操作
container-kill = 立即强制终止
container-restart = 重启
container-attach = 连接（attach）到主进程
container-rename = 重命名…
container-details = { $name } 的详情
container-port-open = 在浏览器中打开 { $address }

container-console-short = 控制台
container-changes-short = 改动
container-commit-short = 提交
container-stop-short = 停止
container-start-short = 启动
container-remove-short = 删除

container-id = 容器 ID
container-id-copy = 复制容器 ID
container-show-image = 查看镜像
container-tty = 终端
container-tty-yes = 有（-t）
container-tty-no = 无
container-exit-code = 退出码
container-mounts = 挂载
container-mount-read-only = 只读
container-labels = 元数据标签
container-none = 无

container-rename-title = 重命名 { $name }
container-rename-name = 新名称
container-rename-start = 重命名

container-remove-title = 删除容器 { $name }？
container-remove-text = 永久删除容器以及创建后写入其中的一切。它的镜像和命名数据卷会保留。
container-remove-running = 它还在运行。请先停止它，或选择强制删除。
container-remove-force = 如果正在运行，先强制终止
container-remove-volumes = 同时删除它的匿名数据卷
container-remove-start = 删除

# 从命令或命令面板发起的操作的确认对话框：标题和按钮。
control-startContainer = 启动 { $name }
control-stopContainer = 停止 { $name }
control-killContainer = 强制终止 { $name }
control-restartContainer = 重启 { $name }
control-attach = 连接（attach）到 { $name } 的主进程
