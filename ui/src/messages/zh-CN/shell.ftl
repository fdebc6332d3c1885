app = 船台
sections = 导航
nav-images = 镜像
nav-containers = 容器
nav-activity = 任务记录
nav-engine = 引擎
jobs-running = { $count } 个任务进行中

close-title = 任务还没有完成，要关闭船台吗？
close-text = 以下任务仍在进行，关闭窗口可能会使它们中断。
close-more = 还有 { $count } 个任务。
close-done = 任务已全部完成。
close-anyway = 关闭窗口

status-connecting = 正在寻找引擎…
status-unreachable = 未连接引擎
status-connected = { $product } { $version }
status-unresponsive = 自 { $time } 起没有响应
product-docker = Docker
product-podman = Podman
practice-banner = 这是练习引擎：在这里做什么都不会影响你自己的镜像和容器。
podman-banner = 当前引擎是 Podman：拉取时不显示解压进度和摘要，Docker 的部分选项不可用。
unresponsive-banner = 自 { $time } 起引擎没有响应，现在看到的内容可能已经过时。引擎恢复响应后，船台会自动继续。
refused-images = 引擎拒绝列出镜像，这里只显示容器使用的镜像。引擎返回的信息：{ $reason }
refused-containers = 引擎拒绝列出容器，因此不知道哪些镜像正在使用。引擎返回的信息：{ $reason }

connecting-title = 正在寻找引擎
connecting-text = 正在尝试 Docker 的上下文和常用的套接字。
unreachable-title = 没有找到引擎
unreachable-lost-title = 引擎连接已断开
unreachable-text = 船台需要一个 Docker 或 Podman 引擎。检查结果如下：
unreachable-retry = 立即重试
unreachable-countdown = { $time } 后重试
unreachable-choose = 选择其他引擎

command-bar = 等效的命令
command-bar-done = 上一条命令
search-actions = 搜索操作
palette-title = 想做什么？

notices = 通知
notice-dismiss = 知道了
notice-count = 共 { $count } 次
notice-activity = 在“任务记录”中查看
