# A table is declared to be empty under a name that the pack does not have.
duixian run roster --rules pack --year 2023 --out out --assume-empty 已付
