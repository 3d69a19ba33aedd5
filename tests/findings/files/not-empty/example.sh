# Somebody declared that nothing was paid before, and the list of payments says otherwise.
echo '91430376MM9FLL0XYU,grant,2023,30000,预拨' >> roster/已拨付.csv
duixian run roster --rules pack --year 2023 --out out --assume-empty 已拨付
