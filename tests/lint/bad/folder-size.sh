# A hall of 26 files beside a room of 25.
mkdir -p src/hall/room
for i in $(seq 25); do touch "src/hall/$i.c" "src/hall/$i.h" "src/hall/room/$i.c"; done
touch src/hall/26.c
