# The second run would overwrite the first.
mkdir out
duixian run roster --rules pack --year 2023 --out out
