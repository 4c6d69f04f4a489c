// What `groupvars --help` prints.

export const HELP = `groupvars: which group_vars file wins for each variable, as Ansible has it

  groupvars check   [PATH…]               all findings; exit 1 when there are any
  groupvars check   -- ansible-playbook … what this command reads and does not read
  groupvars gate    -- ansible-playbook … the same, then starts it; errors stop it
  groupvars vars    [VAR…] [-l HOSTS]     effective values
  groupvars explain VAR [-l HOST]         winner, losers, reason, places searched
  groupvars list | host HOST | graph      the same output as ansible-inventory
  groupvars runs    [--run NAME]          the runs found, and where; of one, the places searched
  groupvars catalogue CHECKOUT…           facts of kubespray releases, as JSON

Which run is meant
  -i, --inventory SOURCE     inventory file, folder or host list; may be repeated
  -e, --extra-vars VARS      extra vars, as for ansible-playbook; may be repeated
  --playbook FILE            playbook; may be repeated
  --run NAME                 a run that was found
  -- COMMAND                 the exact ansible-playbook command
  --kubespray DIR|VERSION    a kubespray checkout, or a release such as v2.31.0
  --ansible-core-version X   the release of ansible-core, such as 2.19

Output
  -l, --limit HOSTS          hosts, as for ansible-playbook
  --play NAME|NUMBER         the play to answer for; else the last that reaches the host
  --format FORMAT            check, explain, runs: text, json; vars: table, yaml, json
  --severity LEVEL           least severity that check prints: error, warning, information, hint
  --defaults                 vars: role defaults too
  --differs                  vars: only what differs between hosts
  --overrides                vars: only what overrides kubespray, each with its class and the default
  --origins                  vars: with the place of each value
  --vars                     graph: with variables
  --export                   list, host, graph: what is set for each group and host itself
  --playbook-dir DIR         list, host, graph: the folder of the playbook; else this one
  --all                      runs: documented ones too
  --force                    gate: start the command whatever is found
  --show-secrets             show values of names such as *_password
  --version
`;
