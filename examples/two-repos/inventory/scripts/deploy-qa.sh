#!/bin/sh
# Installs or updates QA. Start it in its own folder: cd scripts && ./deploy-qa.sh
set -eu
cd ../../kubespray
ansible-playbook -i ../inventory/clusters/qa/hosts.yaml -b cluster.yml
