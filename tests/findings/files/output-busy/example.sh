# Another run is writing the same folder: here its lock is held by `flock`.
flock .out.duixian-lock duixian run roster --rules pack --year 2023 --out out
