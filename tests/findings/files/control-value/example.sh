# A figure that cannot be read.
duixian run roster --rules pack --year 2023 --out out --expect 应付合计=15万多
