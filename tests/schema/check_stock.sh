#!/bin/sh
# Schemas and stock servers are well formed, and each stock server is clean under our own schemas.
set -eu
cd "$(dirname "$0")/../.."
xmllint --noout rules/schema/*.xml rules/stock/*.xml
for server in iis10-static iis10-aspnet iis-express; do
    printf '%s: ' "$server"
    python3 -B tests/schema/check_config.py rules/schema rules/stock/framework.xml "rules/stock/$server.xml" rules/stock/add-ons.xml
done
