close = 关闭
cancel = 取消
command = Docker 命令
command-copy = 复制命令
command-explain = 解释这条命令
command-field = 转到输入项
command-more = 还有 { $count } 个，含义类似。
command-long-flags = 显示选项的完整写法
copied = 已复制
engine-words = 引擎返回的信息
failure-words = 详细信息
failure-unnamed = 操作失败。

age = { $duration }前
age-unknown = 未知
duration-instant = 不到 1 秒
duration-seconds = { $count } 秒
duration-minutes =
    { $count ->
        [1] 约 1 分钟
       *[other] { $count } 分钟
    }
duration-hours =
    { $count ->
        [1] 约 1 小时
       *[other] { $count } 小时
    }
duration-days = { $count } 天
duration-weeks = { $count } 周
duration-months = { $count } 个月
duration-years = { $count } 年
show-more = 再显示 { $count } 项（共 { $total } 项）
