#!/bin/sh
# Copies the primary when there is no data yet, then follows it.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chmod 0700 "$PGDATA"
  PGPASSWORD="$(cat /run/secrets/postgres-replicator)" \
    pg_basebackup --host=postgres-primary --username=replicator --pgdata="$PGDATA" \
    --wal-method=stream --slot=replica --write-recovery-conf --checkpoint=fast
fi
exec postgres "$@"
