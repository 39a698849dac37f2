# zante(1) with a command and an option forgotten, and one that is not there.
mkdir doc
sed -e '/^\*gc\*/d' -e '/--keep-going/d' "$ROOT/doc/zante.1.scd" >doc/zante.1.scd
sed -i '2i *--bogus*' doc/zante.1.scd
