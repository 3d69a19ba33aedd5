# There is no such total; a near one is suggested.
duixian run roster --rules pack --year 2023 --out out --expect 企业总数=3
