# What should hold the results is a file.
echo 通知 > 结果
duixian run roster --rules pack --year 2023 --out 结果/out
