#!/bin/sh
# Writes a backup of Herald's database into a folder: herald-backup.sh FOLDER [DAYS]
# DATABASE_URL says which database. Backups older than DAYS (14 by default) are removed.
#
# It runs while Herald runs: pg_dump reads one snapshot. The queues (the schema bullmq, or Redis) are left out,
# because the database says by itself what is to be done.
set -eu
umask 077
folder=${1:?say where the backup goes}
days=${2:-14}
. "$(dirname "$0")/connection.sh"

name=herald-$(date -u +%Y%m%dT%H%M%SZ).dump
# Of a backup that fails, because the disk is full, nothing stays to fill it further.
trap 'rm -f "$folder/$name.part"' EXIT
trap 'exit 1' HUP INT TERM
pg_dump --format=custom --no-owner --no-privileges --exclude-schema=bullmq --file="$folder/$name.part" "$database"
# A backup that cannot be read is none.
pg_restore --list "$folder/$name.part" >/dev/null
mv "$folder/$name.part" "$folder/$name"
find "$folder" -maxdepth 1 -name 'herald-*.dump' -mtime "+$days" -delete
echo "$folder/$name"
