# A folder of the pack leads back to the pack.
ln -s .. pack/tables/上级
duixian check --rules pack
