#!/bin/sh
# Brings both of Temporal's databases to the schema of this image; does nothing where that is done. SQL_PASSWORD is set.
set -eu
for database in temporal temporal_visibility; do
  folder=/etc/temporal/schema/postgresql/v12/${database#temporal_}/versioned
  tool() {
    temporal-sql-tool --plugin postgres12 --ep postgres -p 5432 -u temporal --db "$database" "$@"
  }
  tool setup-schema -v 0.0
  tool update-schema -d "$folder"
done
