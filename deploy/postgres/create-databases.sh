#!/bin/sh
# Postgres runs this once, on an empty volume: an owner each for Podium's and Temporal's databases.
set -eu
psql --username "${POSTGRES_USER:-postgres}" --dbname postgres -v ON_ERROR_STOP=1 \
  -v podium="$PODIUM_DB_PASSWORD" -v temporal="$TEMPORAL_DB_PASSWORD" <<'SQL'
create role podium login password :'podium';
create role temporal login password :'temporal';
create database podium owner podium;
create database temporal owner temporal;
create database temporal_visibility owner temporal;
SQL
