# The target is a file.
echo 通知 > out
duixian run roster --rules pack --year 2023 --out out --force
