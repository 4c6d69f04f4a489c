#!/bin/sh
# Installs or updates production. Can be started from anywhere.
set -eu
cd "$(dirname "$0")/../../kubespray"
ansible-playbook -i ../inventory/clusters/prod/hosts.ini -b cluster.yml
