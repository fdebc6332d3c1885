# 命令行的文字。命令的文字以其路径命名，选项的文字再加上选项名。

cli-slipway = 管理 Docker 镜像的桌面应用——每次点击都会显示等效的 docker 命令
cli-slipway-doctor = 显示哪些引擎有响应，其余的为什么没有
cli-slipway-doctor-json = 以 JSON 输出
cli-slipway-practice = 船台自带的练习引擎
cli-slipway-practice-serve = 启动练习引擎，直到被中断
cli-slipway-practice-serve-folder = 存放镜像和容器的目录
cli-help = 显示帮助
cli-version = 显示版本
cli-usage = 用法:
cli-commands = 命令
cli-options = 选项

window-failed = 无法打开窗口。
