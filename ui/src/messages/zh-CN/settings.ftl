settings-language = 语言
language-system = 跟随系统语言
language-zh-CN = 简体中文
language-en = English
settings-theme = 主题
theme-system = 跟随系统主题
theme-light = 浅色
theme-dark = 深色
