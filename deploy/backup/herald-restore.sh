#!/bin/sh
# Restores a backup into an empty database, and stops all sending there: herald-restore.sh FILE
# DATABASE_URL says which database. Nothing of Herald may run on it yet.
#
# What was sent since the backup is open in it, so nothing goes out before a person has looked at what is open
# and starts sending again.
set -eu
file=${1:?say which backup}
. "$(dirname "$0")/connection.sh"
# Statements come from the input, where psql puts in its variables, quoted.
ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --set=file="$(basename "$file")" "$database"; }

tables=$(echo "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'" | ask)
if [ "$tables" -ne 0 ]; then
  echo "There are $tables tables in this database already: restore into an empty one." >&2
  exit 1
fi
# In one transaction: whatever interrupts it, there is either all of the backup or nothing.
pg_restore --single-transaction --exit-on-error --no-owner --no-privileges --dbname="$database" "$file"
ask <<'SQL'
INSERT INTO "DeliveryStop" (reason) VALUES ('restored from the backup ' || :'file')
ON CONFLICT (id) DO UPDATE SET reason = EXCLUDED.reason;
-- Without a warning for each table of PostgreSQL's own, which only a superuser may analyze.
SET client_min_messages = error;
ANALYZE;
SQL
echo 'Restored, and all sending is stopped. Now migrate, then list what was open: node scripts/docker/after-restore.mjs'
