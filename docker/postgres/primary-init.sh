#!/bin/sh
# Runs once, when the primary makes its database: roles, the database, and who may replicate.
set -eu
secret() { cat "/run/secrets/$1"; }

psql -v ON_ERROR_STOP=1 --username postgres --dbname postgres <<SQL
CREATE ROLE replicator LOGIN REPLICATION PASSWORD '$(secret postgres-replicator)';
CREATE ROLE countersign_owner LOGIN PASSWORD '$(secret postgres-owner)';
CREATE ROLE countersign LOGIN PASSWORD '$(secret postgres-app)';
GRANT pg_monitor TO countersign;
GRANT ALTER SYSTEM ON PARAMETER primary_conninfo, primary_slot_name TO countersign;
CREATE DATABASE countersign OWNER countersign_owner;
SELECT pg_create_physical_replication_slot('replica', true);
SQL
psql -v ON_ERROR_STOP=1 --username postgres --dbname countersign <<SQL
REVOKE CONNECT ON DATABASE countersign FROM PUBLIC;
GRANT CONNECT ON DATABASE countersign TO countersign;
GRANT USAGE ON SCHEMA public TO countersign;
GRANT EXECUTE ON FUNCTION pg_promote(boolean, integer), pg_reload_conf() TO countersign;
SQL
echo 'host replication replicator all scram-sha-256' >> "$PGDATA/pg_hba.conf"
