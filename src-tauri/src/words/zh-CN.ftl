# 命令行的文字。命令的文字以其路径命名，选项的文字再加上选项名。

cli-slipway = 用点击完成 Docker 的镜像操作，每次点击旁边都有对应的 docker 命令
cli-slipway-doctor = 检查哪些引擎能连上，连不上的说明原因
cli-slipway-doctor-json = 以 JSON 输出
cli-slipway-practice =船台自带的练习引擎
cli-slipway-practice-serve = 启动练习引擎，直到被中断
cli-slipway-practice-serve-folder = 存放镜像和容器的文件夹
cli-help = 显示这份说明
cli-version = 显示版本
cli-usage = 用法:
cli-commands = 命令
cli-options = 选项

window-failed = 无法打开窗口。
