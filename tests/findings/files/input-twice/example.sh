# A folder, and a file in it.
duixian run roster roster/企业.csv --rules pack --year 2023 --out out
