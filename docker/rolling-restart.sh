#!/bin/sh
# Replaces the running containers by ones of the present images and configuration, one after the other. Of two equal services one
# always answers; the next is touched only when the last is healthy again. Compose has no such command of its own.
#   docker/rolling-restart.sh                 all services of ours
#   docker/rolling-restart.sh radius-a        only these
set -eu
cd "$(dirname -- "$0")/.."
[ $# -gt 0 ] || set -- auth-server-a auth-server-b radius-a radius-b portal-a console-a delivery-a

for service in "$@"; do
  echo "rolling-restart: $service"
  if ! docker compose up --detach --no-deps --force-recreate --wait --wait-timeout 120 "$service"; then
    echo "rolling-restart: $service did not become healthy: stopped here, the other services were not touched." >&2
    echo "See: docker compose logs $service" >&2
    exit 1
  fi
done
