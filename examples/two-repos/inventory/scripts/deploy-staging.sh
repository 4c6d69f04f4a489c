#!/bin/sh
# Installs or updates staging. Start it in its own folder: cd scripts && ./deploy-staging.sh
set -eu
cd ../../kubespray
ansible-playbook -i ../inventory/deploy/staging/hosts.ini -b cluster.yml
