# A county's folder lies in the folder of rosters: left out, the others would be overpaid.
mkdir roster/西县
cp roster/企业.csv roster/西县/
duixian run roster --rules pack --year 2023 --out out
