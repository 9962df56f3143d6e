#!/bin/bash
# Catalogues of other systems: our own exports back in, in every shape that rdflib writes; real DCAT-US; a CKAN that
# misbehaves, and our own. sources.test.sh BUILD RELEASE_BUILD; SHARED names the folder of the reference data.
cd "$(dirname "$0")/../.." || exit 1
PATH=$PATH:/usr/sbin:/sbin
exec /usr/bin/python3 tests/site/sources.py "$1" "${2:-$1}" "${SHARED:-../shared}/data/dcat-us-datajson"
