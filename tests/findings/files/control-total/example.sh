# A county's file is missing: the total tells.
duixian run roster --rules pack --year 2023 --out out --expect 企业数=4 --expect 应付合计=16万元
