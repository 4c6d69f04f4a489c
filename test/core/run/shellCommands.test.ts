// Which calls of Ansible shell text makes: their words, folders and environment, and what is not known of them.
import { strict as assert } from 'node:assert';
import { findShellCommands, scriptOf, type ShellCommand, type ShellScript } from '../../../server/core/run/shellCommands';
import { Lookup } from '../../../server/core/lookup';
import { displayPath } from '../../../server/core/path';
import { textOf, Tree } from '../../../server/core/tree';
import { fixture, ROOT } from '../../fixture';

const WORLD = `
#- .git/HEAD
x
#- inv/prod
#- inv/qa
#- site.yml
#- sub/hosts
#- sub/site.yml
#- env.sh
INV=inv/prod
#- ../out/hosts
`;

/** `folder$ words`, words that are not known in ‹›, and behind bars what else there is to say. */
function shown({ words, cwd, assumptions, environment, unknown, isComment, parsed }: ShellCommand): string {
  const call = words.map(({ text, isUnknown }) => (isUnknown === true ? `‹${text}›` : text)).join(' ').replace(/^ansible-playbook/, 'ap');
  const parts = [`${isComment ? '# ' : ''}${displayPath(cwd, ROOT)}$ ${call}`];
  parts.push(...Object.entries(environment).map(([name, value]) => `${name}=${value}`), ...assumptions.map((text) => `assumed: ${text}`), ...unknown.map((text) => `unknown: ${text}`));
  if (parsed.problem !== undefined) parts.push(`problem: ${parsed.problem}`);
  return parts.join(' | ');
}

function commandsOf(text: string, script: Partial<ShellScript> = {}, path = 'run.sh'): readonly ShellCommand[] {
  // `$0` is a cursor in a fixture's own text
  const world = fixture(WORLD).with(path, text);
  return findShellCommands(new Lookup(world.tree), { ...scriptOf(world.file(path), ROOT), ...script });
}

/** What the calls of a script are; `ap` stands for ansible-playbook on both sides. */
function check(text: string, ...expected: readonly string[]): void {
  const full = text.replace(/\bap\b/g, 'ansible-playbook');
  assert.deepEqual(commandsOf(full).map(shown), expected, full);
}

describe('core/run/shellCommands: words', () => {
  it('quotes and escapes', () => check(`ap -i 'inv/prod' "site".yml -e "a=\\"b c\\" \\$x \\q" -e x\\ y -e $'t\\tn'`, '.$ ap -i inv/prod site.yml -e a="b c" $x \\q -e x y -e t\tn'));
  it('an empty word', () => check(`ap -l "" site.yml -e ''`, '.$ ap -l  site.yml -e '));
  it('line continuations', () => check('ap \\\n  -i inv/prod \\\r\n  site\\\n.yml', '.$ ap -i inv/prod site.yml'));
  it('comments behind a command, and a # in a word', () => check('ap -i inv/prod site.yml # -l x\nap -e a#b site.yml', '.$ ap -i inv/prod site.yml', '.$ ap -e a#b site.yml'));
  it('redirections', () => check('ap site.yml > log 2>&1 < /dev/null\n2>err ap -b site.yml &>all <<<x', '.$ ap site.yml', '.$ ap -b site.yml'));
  it('patterns of files and braces are not known, behind an = they are no pattern', () => check('ap *.yml -e a=[1] -l web{1,2}', '.$ ap ‹*.yml› -e a=[1] -l ‹web{1,2}›'));
  it('spans are those of the file', () => {
    const text = 'x=1; sudo ansible-playbook -i "inv/$E" \\\n site.yml; y';
    const [command] = commandsOf(text);
    assert.equal(textOf(command!.span), 'ansible-playbook -i "inv/$E" \\\n site.yml');
    assert.deepEqual(command!.words.map(({ span }) => textOf(span!)), ['ansible-playbook', '-i', '"inv/$E"', 'site.yml']);
  });
  it('here-documents hold no commands', () => check('cat <<EOF; ap site.yml\nap no.yml\nEOF\ncat <<-\'E F\'\n\tap no.yml\n\tE F\nap -b site.yml', '.$ ap site.yml', '.$ ap -b site.yml'));
});

describe('core/run/shellCommands: folders', () => {
  it('cd and cd -', () => check('cd sub\nap site.yml\ncd -\nap site.yml', 'sub$ ap site.yml', '.$ ap site.yml'));
  it('cd to what is not known, and an absolute path behind it', () => check('cd "$X"\nap -i hosts site.yml\ncd /ws/sub && ap site.yml', '.$ ap -i hosts site.yml | unknown: the folder it is started in is not known', 'sub$ ap site.yml'));
  it('paths below a folder that is not known are not known', () => {
    const [command] = commandsOf('cd $X\nansible-playbook -i hosts -i ../../h -i /ws/inv/prod -e @../v.yml ../site.yml');
    assert.deepEqual([command!.parsed.sources.map(({ path }) => path), command!.parsed.playbooks, command!.parsed.unknown], [['/ws/inv/prod'], [], ['-i hosts', '-i ../../h', 'playbook ../site.yml', '-e @../v.yml']]);
  });
  it('pushd and popd', () => check('pushd sub >/dev/null\nap a.yml\npushd /ws/inv\npopd\nap b.yml\npopd\nap site.yml', 'sub$ ap a.yml', 'sub$ ap b.yml', '.$ ap site.yml'));
  it('a subshell gives the folder back', () => check('( cd sub && ap site.yml )\nap site.yml', 'sub$ ap site.yml', '.$ ap site.yml'));
  it('a cd in a pipe or in the background is lost', () => check('cd sub | cat\nap site.yml\ncd sub &\nap -b site.yml', '.$ ap site.yml', '.$ ap -b site.yml'));
  it('a cd in one branch leaves the folder unknown', () => check('if x; then cd sub; fi\nap site.yml', '.$ ap site.yml | unknown: the folder it is started in is not known'));
  it('a cd or the end', () => check('cd sub || exit 1\nap site.yml\ncd .. || { echo no; exit 1; }\nap site.yml', 'sub$ ap site.yml', '.$ ap site.yml'));
  it('of the script', () => {
    for (const folder of ['"$(dirname "$0")"', '`dirname $0`', '"${0%/*}"', '$(dirname -- "${BASH_SOURCE[0]}")', '"$(cd "$(dirname "$0")" && pwd)"', '$(dirname $(realpath $0))', '"$(cd -- "$(dirname "${BASH_SOURCE[0]}")" >/dev/null 2>&1 && pwd -P)"']) {
      for (const [end, expected] of [['', 'sub/bin'], ['/..', 'sub']] as const) {
        const commands = commandsOf(`DIR=${folder}\ncd "$DIR${end}"\nansible-playbook -i ../inv x.yml`, {}, 'sub/bin/run.sh');
        assert.deepEqual(commands.map(shown), [`${expected}$ ap -i ../inv x.yml`], folder);
      }
    }
  });
  it('of the repository', () => {
    assert.deepEqual(commandsOf('cd "$(git rev-parse --show-toplevel)"\nansible-playbook -i inv/prod site.yml', {}, 'sub/run.sh').map(shown), ['.$ ap -i inv/prod site.yml']);
    check('ap -i $(git -C /out rev-parse --show-toplevel)/hosts site.yml', '.$ ap -i ‹$(git -C /out rev-parse --show-toplevel)/hosts› site.yml');
    const world = fixture('#- run.sh\nansible-playbook -i $(git rev-parse --show-toplevel)/hosts site.yml\n');
    assert.deepEqual(findShellCommands(new Lookup(world.tree), scriptOf(world.file('run.sh'), ROOT)).map(shown), ['.$ ap -i /ws/hosts site.yml | assumed: the repository is taken to be the workspace folder']);
  });
  it('the folder now', () => check('cd /ws/sub\nap -i $PWD/hosts -i "$(pwd)/x" site.yml', 'sub$ ap -i /ws/sub/hosts -i /ws/sub/x site.yml'));
  it('without a cd: the folder in which the paths exist', () => {
    assert.deepEqual(commandsOf('ansible-playbook -i hosts site.yml', {}, 'sub/run.sh').map(shown), ['sub$ ap -i hosts site.yml | assumed: it is taken to be started in its own folder']);
    assert.deepEqual(commandsOf('ansible-playbook -i inv/prod site.yml', {}, 'sub/run.sh').map(shown), ['.$ ap -i inv/prod site.yml | assumed: it is taken to be started in the top folder']);
    assert.deepEqual(commandsOf('ansible-playbook -i inv/prod site.yml', { cwd: '/ws/sub' }, 'sub/run.sh').map(shown), ['sub$ ap -i inv/prod site.yml']);
  });
  it('a home folder that is known', () => {
    const cases: readonly (readonly [text: string, ...expected: readonly string[]])[] = [
      ['ap -i ~/inv ~/site.yml', '.$ ap -i /home/me/inv /home/me/site.yml'],
      ['ap ~/"r s" "$HOME/a" ${HOME}', '.$ ap /home/me/r s /home/me/a /home/me'],
      ['A=~/inv; ap -i $A "$A/x"', '.$ ap -i /home/me/inv /home/me/inv/x'],
      ['export A=~/inv; ap -i ~ $A', '.$ ap -i /home/me /home/me/inv'],
      ['A=x:~/inv; ap $A', '.$ ap ‹$A›'],
      ['cd ~; ap a.yml; cd; ap b.yml; cd ~/ops && ap c.yml', '/home/me$ ap a.yml', '/home/me$ ap b.yml', '/home/me/ops$ ap c.yml'],
      ['HOME=/x; ap -i ~/inv $HOME', '.$ ap -i /x/inv /x'],
      ['export HOME=$(mktemp -d); ap -i ~/inv', '.$ ap -i ‹~/inv›'],
      ['sudo ap -i ~/inv', '.$ ap -i /home/me/inv'],
      ['. /etc/more; ap -i ~/inv', '.$ ap -i /home/me/inv | assumed: what is read in or computed there is taken to set no variable of Ansible | assumed: what is read in or computed there is taken to leave HOME as it is'],
      // a shell does not put it in here, and Ansible does for an inventory
      ['ap -i "~/inv" \\~/site.yml', '.$ ap -i ~/inv ~/site.yml'],
      ['ap ~other/x', '.$ ap ~other/x'],
    ];
    for (const [text, ...expected] of cases) {
      const commands = commandsOf(text.replace(/\bap\b/g, 'ansible-playbook'), { home: '/home/me' });
      assert.deepEqual(commands.map(shown), expected, text);
    }
    const parsed = (text: string): unknown => commandsOf(text, { home: '/home/me' }).map(({ parsed: { sources, extraVars, unknown } }) => [...sources.map(({ path }) => path), ...extraVars.map(({ text: extra }) => extra), ...unknown]);
    assert.deepEqual(parsed('ansible-playbook -i "~/inv" -e @~/v.yml -i ~other/inv site.yml'), [['/home/me/inv', '@/home/me/v.yml', '-i ~other/inv']]);
    // another user, and a container, have another
    for (const call of ["sudo bash -c 'ansible-playbook -i ~/inv site.yml'", "su me -c 'ansible-playbook -i ~/inv site.yml'", 'sudo ansible-playbook -i "~/inv" site.yml', 'docker exec box ansible-playbook -i "~/inv" site.yml']) assert.deepEqual(parsed(call), [['-i ~/inv', ...(call.startsWith('docker') ? ['playbook site.yml'] : [])]], call);
    assert.deepEqual(parsed('docker run -v ~/clusters:/inv image ansible-playbook -i /inv/hosts -i "$HOME/x" -e @/inv/v.yml'), [['/home/me/clusters/hosts', '@/home/me/clusters/v.yml', '-i /home/me/x']]);
    const make = commandsOf('\tansible-playbook -i $(HOME)/inv ~/site.yml\n', { dialect: 'make', home: '/home/me' }, 'Makefile');
    assert.deepEqual(make.map(shown), ['.$ ap -i /home/me/inv /home/me/site.yml']);
  });
  it('a home folder is not known', () => {
    const [command] = commandsOf('ansible-playbook -i ~/hosts -i $HOME/x site.yml');
    assert.equal(shown(command!), '.$ ap -i ~/hosts -i ~/x site.yml');
    assert.deepEqual([command!.parsed.sources, command!.parsed.unknown], [[], ['-i ~/hosts', '-i ~/x']]);
    check('cd ~\nap site.yml', '.$ ap site.yml | unknown: the folder it is started in is not known');
  });
});

describe('core/run/shellCommands: variables', () => {
  it('with a known value', () => check('INV=inv/prod\nexport A="$INV" B=b\nreadonly C=${A}x\nap -i $A -e $B$C site.yml', '.$ ap -i inv/prod -e binv/prodx site.yml'));
  it('that nothing sets', () => check('ap -i "inv/$E" site.yml', '.$ ap -i ‹inv/$E› site.yml'));
  it('set for one command alone', () => check('INV=x\nINV=inv/prod true\nINV=b ap -i $INV site.yml', '.$ ap -i x site.yml'));
  it('defaults', () => {
    check('ap -i ${INV:-inv/prod} ${B-site.yml}', '.$ ap -i inv/prod site.yml | assumed: INV is taken as its default “inv/prod” | assumed: B is taken as its default “site.yml”');
    check('ENV="${1:-prod}"\nap -i inv/$ENV site.yml', '.$ ap -i inv/prod site.yml | assumed: $1 is taken as its default “prod”');
    check(': ${INV:=inv/prod}\nap -i $INV site.yml', '.$ ap -i inv/prod site.yml | assumed: INV is taken as its default “inv/prod”');
    check('INV=a E=\nap -i ${INV:-b} ${E:-c} ${E-d}x ${N:+e} ${INV:+f}', '.$ ap -i a c x ‹${N:+e}› f');
    check('unset X\nap ${X:-a} ${X-b} ${X:+c}', '.$ ap a b');
  });
  it('parts', () => check('P=a/b.c/d.yml\nap ${P%/*} ${P##*/} ${P#*/} ${P%%.*} ${P%.yml}.json ${#P} ${P/a/b}', '.$ ap a/b.c d.yml b.c/d.yml a/b a/b.c/d.json 11 ‹${P/a/b}›'));
  it('programs', () => check('A=$(basename /x/y.yml .yml) B="$(echo a b)" C=$(cat x)\nap $A "$B" $C `dirname a/b`', '.$ ap y a b ‹$C› a'));
  it('split into words unless quoted', () => check('O="-i inv/prod  -b"\nap $O site.yml\nap "$O" site.yml\nE=\nap $E -b site.yml "$E"', '.$ ap -i inv/prod -b site.yml', '.$ ap -i inv/prod  -b site.yml', '.$ ap -b site.yml '));
  it('arrays', () => check('A=(-i "inv/prod x" \\\n # why\n site.yml)\nA+=(-l "$N" b)\nap "${A[@]}" ${#A[@]}\nap ${A[0]} "${A[1]}" ${A[@]:1}\nB=()\nap "${B[@]}" site.yml', '.$ ap -i inv/prod x site.yml -l ‹$N› b 6', '.$ ap -i inv/prod x ‹${A[@]:1}›', '.$ ap site.yml'));
  it('set differently in branches', () => {
    check('if x; then I=a; else I=b; fi\nap -i $I s.yml', '.$ ap -i ‹$I› s.yml');
    check('if x; then I=a; else I=a; fi\nap -i $I s.yml', '.$ ap -i a s.yml');
    check('I=a\ncase $1 in b) I=b;; *) exit 1;; esac\nap -i $I s.yml', '.$ ap -i b s.yml');
    check('I=a\n[ -n "$1" ] && I=b\nap -i $I s.yml', '.$ ap -i ‹$I› s.yml');
    check('I=a\nif x; then I=b; ap -i $I s.yml; fi', '.$ ap -i b s.yml');
  });
  it('set in a loop or by what is read', () => {
    check('I=a\nwhile x; do ap -i $I s.yml; I=b; done', '.$ ap -i ‹$I› s.yml');
    check('I=a\nread -r I\nap -i $I s.yml\nI=a; while getopts i: O; do case $O in i) I=$OPTARG;; esac; done\nap -i $I t.yml', '.$ ap -i ‹$I› s.yml', '.$ ap -i ‹$I› t.yml');
  });
  it('read in from another file', () => {
    check('INV=x\nsource ./env.sh\nap -i $INV site.yml', '.$ ap -i inv/prod site.yml');
    check('INV=x\n. /etc/other.sh\nap -i $INV ${B:-c} site.yml', '.$ ap -i ‹$INV› ‹${B:-c}› site.yml | assumed: what is read in or computed there is taken to set no variable of Ansible');
    // nothing outside the workspace is asked for
    const world = fixture('#- run.sh\nINV=x\n. /etc/other.sh\nansible-playbook -i $INV site.yml\n');
    const lookup = new Lookup(Tree.empty.with([world.file('run.sh')]));
    findShellCommands(lookup, { ...scriptOf(world.file('run.sh'), ROOT), cwd: ROOT });
    assert.deepEqual([...lookup.wanted].filter((path) => !path.startsWith(ROOT)), []);
    check('INV=x\nsource venv/bin/activate\nap -i $INV site.yml', '.$ ap -i x site.yml');
  });
  it('a for over plain words', () => {
    check('for e in prod qa; do ap -i inv/$e site.yml; done', '.$ ap -i inv/prod site.yml', '.$ ap -i inv/qa site.yml');
    check('for e in $X; do ap -i inv/$e site.yml; done', '.$ ap -i ‹inv/$e› site.yml');
    check(`for e in ${Array.from({ length: 30 }, (_, index) => index).join(' ')}; do ap $e.yml; done`, ...Array.from({ length: 20 }, (_, index) => `.$ ap ${index}.yml`));
    check('for d in sub inv; do (cd $d; ap site.yml); done; for d in sub; do cd $d; ap site.yml; cd ..; done', 'sub$ ap site.yml', 'inv$ ap site.yml', 'sub$ ap site.yml');
  });
  it('arguments of the script', () => check('ap -i inv/prod site.yml "$@" $1 $*', '.$ ap -i inv/prod site.yml ‹$@› ‹$1› ‹$*›'));
  it('arguments that the script sets', () => check('set -euo pipefail\nset -- -i inv/prod "a b"\nset -- "$@" site.yml\nap "$@" $#\nshift 2\nap "$1" $2', '.$ ap -i inv/prod a b site.yml 4', '.$ ap a b site.yml'));
  it('a second name for a variable, and one that changes what it is given', () => {
    check('f() { local -n r=$1; r=b; }\nI=a; J=a; f I\nap -i $I $J s.yml', '.$ ap -i ‹$I› a s.yml');
    check('I=a; declare -n r="$X"; r=b; ap -i $I s.yml', '.$ ap -i ‹$I› s.yml | assumed: what is read in or computed there is taken to set no variable of Ansible');
    check('I=a; f() { declare -n r=$1; r=b; }; while x; do ap -i $I s.yml; f I; done', '.$ ap -i ‹$I› s.yml | assumed: what is read in or computed there is taken to set no variable of Ansible');
    check('declare -u I; I=a; ap -i $I s.yml; typeset -i N=1; N=1+1; ap $N; unset N; N=1+1; ap $N', '.$ ap -i ‹$I› s.yml', '.$ ap ‹$N›', '.$ ap 1+1');
  });
  it('set in arithmetic', () => check('N=1; M=1; echo $((N=4)) $((M + 1)); ap $N $M', '.$ ap ‹$N› 1'));
  it('several in one declaration: all are looked up first', () => check('I=z; f() { local I=a J=$I; ap -i $J s.yml; }; f; K=c; export K=b L=$K; ap -i $L s.yml; A=b B=$A; ap $B', '.$ ap -i z s.yml', '.$ ap -i c s.yml', '.$ ap b'));
  it('set for an eval alone', () => check(`I=a; I=b eval 'ap -i $I s.yml'; ap -i $I s.yml; ANSIBLE_X=1 eval 'ap t.yml'`, '.$ ap -i b s.yml', '.$ ap -i a s.yml', '.$ ap t.yml | ANSIBLE_X=1'));
  it('loops that are left from within another', () => {
    check('for a in x y; do for b in 1 2; do break 2; done; I=$a; done; ap $a ${I:-none}.yml', '.$ ap x none.yml | assumed: I is taken as its default “none”');
    check('for a in x y; do for b in 1 2; do continue 2; done; ap no.yml; done; ap $a.yml', '.$ ap y.yml');
  });
  it('what runs beside the script sets nothing', () => check('I=a; coproc { I=b; }; ap -i $I s.yml', '.$ ap -i a s.yml'));
  it('functions', () => {
    check('run() { local inv=$1; shift; ap -i "$inv" "$@"; }\nrun inv/prod -b site.yml\nap $inv s.yml', '.$ ap -i inv/prod -b site.yml', '.$ ap ‹$inv› s.yml');
    check('function run {\n  cd sub\n  "$@"\n}\nrun ap a.yml\nap b.yml', 'sub$ ap a.yml', 'sub$ ap b.yml');
    check('deploy() { ap -i inv/prod $1; }\n"$@"', '.$ ap -i inv/prod ‹$1› | assumed: deploy is taken to be called by what uses the script');
    check('f() { f; ap s.yml; }; f', '.$ ap s.yml');
    check('ap() { command ap -i inv/prod "$@"; }\nap site.yml', '.$ ap -i inv/prod site.yml');
    check('cd() { builtin cd sub; }; cd x; ap site.yml', 'sub$ ap site.yml');
    check('while x; do f a; f() { ap $1.yml; }; done', '.$ ap a.yml');
  });
});

describe('core/run/shellCommands: what stands in front', () => {
  const plain = ['time', 'nice -n 5', 'nohup', 'exec', 'command', 'timeout -k 5 1h', 'stdbuf -oL', 'poetry run', 'uv run --with ansible', 'pipenv run', 'hatch run', 'pdm run', 'sudo -u root -E -H', 'sudo', 'env', 'env -i', 'env -u X A=b', 'if ! x; then', '!', '{', 'while', 'python3 -u', 'x | y &&', 'time -p', 'doas -u me', 'conda run -n a', 'A=$(x)', 'FOO=bar'];
  it('programs that start another', () => {
    for (const front of plain) assert.deepEqual(commandsOf(`${front} .venv/bin/ansible-playbook -i inv/prod site.yml`).map(shown).map((text) => text.replace('.venv/bin/', '').replace('ansible-playbook', 'ap')), ['.$ ap -i inv/prod site.yml'], front);
  });
  it('python -m ansible playbook', () => check('python3 -m ansible playbook -i inv/prod site.yml\npython -m ansible adhoc x', '.$ ap -i inv/prod site.yml'));
  it('scripts in words', () => {
    check(`bash -ec "cd sub && ap -i hosts site.yml" ; ap site.yml`, 'sub$ ap -i hosts site.yml', '.$ ap site.yml');
    check(`I=a; export J=b; sh -c 'ap -i $I -e $J "$1" site.yml' x y; bash -c "ap -i $I site.yml"`, '.$ ap -i ‹$I› -e b y site.yml', '.$ ap -i a site.yml');
    check('C="ap -i inv/prod"; eval "$C site.yml"; eval "I=x"; ap -i $I s.yml; eval $(ssh-agent); ap -i $I s.yml; eval "$(x)"; ap -i $I s.yml', '.$ ap -i inv/prod site.yml', '.$ ap -i x s.yml', '.$ ap -i x s.yml', '.$ ap -i ‹$I› s.yml | assumed: what is read in or computed there is taken to set no variable of Ansible');
    check(`su - deploy -c "ap -i inv/prod site.yml"`, '.$ ap -i inv/prod site.yml | unknown: the folder it is started in is not known');
    const text = `bash -c 'cd x; ansible-playbook -i "a b" s.yml'`;
    assert.deepEqual(commandsOf(text)[0]!.words.map(({ span }) => textOf(span!)), ['ansible-playbook', '-i', '"a b"', 's.yml']);
  });
  it('the program that is looked up', () => check('A=$(which ap); $A a.yml; "$(command -v ap)" b.yml; python3 "$(which ap)" c.yml; B=$(which x); $B ap d.yml', '.$ ap a.yml', '.$ ap b.yml', '.$ ap c.yml'));
  it('what is no call', () => {
    check('echo ap -i x s.yml\nprintf "%s" ap s.yml\nwhich ap\ncommand -v ap\npip install ap\nssh host ap -i x s.yml\nvagrant ssh -c "ap -i x s.yml"\nap --version\nap --help\nansible-pull -i x s.yml\nansible all -m ping -i x\nansible-console -i x\nkubectl exec x -- ap s.yml\nlog "ap -i x s.yml"');
  });
  it('ansible-inventory is one', () => check('ansible-inventory -i inv/prod --list', '.$ ansible-inventory -i inv/prod --list'));
  it('a program that is not known', () => check('retry 3 ap -i inv/prod site.yml; foo ap', '.$ ap -i inv/prod site.yml | assumed: retry is taken to run the command behind it'));
  it('xargs', () => check('ls | xargs -n1 ap -i inv/prod; ls | xargs -I{} ap -i inv/{} site.yml', '.$ ap -i inv/prod ‹…›', '.$ ap -i ‹inv/{}› site.yml'));
  it('in a substitution', () => check('OUT=$(ap -i inv/prod site.yml | tee x)\n[ "$(ap -b site.yml)" ] || echo "`ap -C site.yml`"', '.$ ap -i inv/prod site.yml', '.$ ap -b site.yml', '.$ ap -C site.yml'));
  it('in if, while, case, and behind && and ||', () => check('if ap a.yml; then ap b.yml; elif ap c.yml; then :; else ap d.yml; fi && ap e.yml || ap f.yml\ncase x in a|b) ap g.yml;; *) ap h.yml; esac\nuntil ap i.yml; do ap j.yml; done', ...[...'abcdefghij'].map((name) => `.$ ap ${name}.yml`)));
  it('nothing behind an exit', () => check('exit 0\nap a.yml', ...[]));
});

describe('core/run/shellCommands: environment', () => {
  it('set, exported, taken away', () => check('export ANSIBLE_CONFIG=a.cfg ANSIBLE_X=1\nANSIBLE_Y=no\nANSIBLE_INVENTORY=inv/prod ap site.yml\nunset ANSIBLE_X\nap site.yml\nset -a; ANSIBLE_Z=2; ap -b site.yml', '.$ ap site.yml | ANSIBLE_CONFIG=a.cfg | ANSIBLE_X=1 | ANSIBLE_INVENTORY=inv/prod', '.$ ap site.yml | ANSIBLE_CONFIG=a.cfg', '.$ ap -b site.yml | ANSIBLE_CONFIG=a.cfg | ANSIBLE_Z=2'));
  it('what is not known', () => check('export ANSIBLE_INVENTORY=$X\nap site.yml', '.$ ap site.yml | unknown: ANSIBLE_INVENTORY is set to something that is not known'));
  it('exported in a loop', () => check('while x; do ap site.yml; export ANSIBLE_X=1; done', '.$ ap site.yml | unknown: ANSIBLE_X is set to something that is not known'));
  it('sudo and env', () => check('export ANSIBLE_A=1 ANSIBLE_B=2\nsudo ANSIBLE_C=3 ap site.yml\nsudo -E ap site.yml\nsudo --preserve-env=ANSIBLE_A ap site.yml\nenv -u ANSIBLE_A ANSIBLE_D=4 ap site.yml\nenv -i ap site.yml',
    '.$ ap site.yml | ANSIBLE_C=3 | assumed: sudo is taken not to pass ANSIBLE_A on | assumed: sudo is taken not to pass ANSIBLE_B on',
    '.$ ap site.yml | ANSIBLE_A=1 | ANSIBLE_B=2', '.$ ap site.yml | ANSIBLE_A=1 | assumed: sudo is taken not to pass ANSIBLE_B on', '.$ ap site.yml | ANSIBLE_B=2 | ANSIBLE_D=4', '.$ ap site.yml'));
  it('from before the script', () => assert.deepEqual(commandsOf('ansible-playbook -i $I -e $U site.yml', { variables: new Map([['I', 'inv/qa'], ['U', undefined], ['ANSIBLE_X', '1']]) }).map(shown), ['.$ ap -i inv/qa -e ‹$U› site.yml | ANSIBLE_X=1']));
});

describe('core/run/shellCommands: containers', () => {
  const mapped = (text: string) => commandsOf(text.replace(/\bap\b/g, 'ansible-playbook'), {}, 'run.sh').map(({ parsed, cwd, environment, unknown }) => [
    displayPath(cwd, ROOT), ...parsed.sources.map(({ path }) => `-i ${path === undefined ? 'no path' : displayPath(path, ROOT)}`), ...parsed.playbooks.map(({ path }) => displayPath(path, ROOT)), ...parsed.extraVars.map((extra) => `-e ${extra.text}`), ...Object.entries(environment).map((entry) => entry.join('=')), ...parsed.unknown.map((entry) => `unknown ${entry}`), ...unknown]);
  it('paths are those of this machine', () => assert.deepEqual(
    mapped('export ANSIBLE_A=1\ndocker run --rm -it -v "$(pwd)":/c:ro -v $PWD/inv:/c/i --mount type=bind,source=/out,target=/o -w /c -e ANSIBLE_X=y -e ANSIBLE_A --env-file e img:1 ap -i i/prod -i /o/hosts -e @/o/x.yml -e @sub/y.yml site.yml'),
    [['.', '-i inv/prod', '-i /out/hosts', 'site.yml', '-e @/out/x.yml', '-e @/ws/sub/y.yml', 'ANSIBLE_A=1', 'ANSIBLE_X=y', 'the variables of e']]));
  it('what is not below a mount is not known', () => assert.deepEqual(mapped('podman run -v ./sub:/s -v named:/n img ap -i /n/hosts -i /s/hosts -i h, /x.yml rel.yml'),
    [['.', '-i sub/hosts', '-i no path', 'unknown -i /n/hosts', 'unknown playbook /x.yml', 'unknown playbook rel.yml', 'the folder it is started in is one of the container']]));
  it('an entry point, a shell inside, options that are not known', () => {
    assert.deepEqual(mapped('docker run --entrypoint ap -v $PWD:/w -w /w/sub img -i hosts site.yml'), [['sub', '-i sub/hosts', 'sub/site.yml']]);
    assert.deepEqual(mapped(`docker run -v "$PWD:/w" img bash -c "cd /w/sub && ap -i hosts site.yml"`), [['sub', '-i sub/hosts', 'sub/site.yml']]);
    assert.deepEqual(mapped('docker run $O -v $PWD:/w -w /w img ap site.yml'), [['.', 'unknown playbook site.yml', 'the options $O of the container', 'the folder it is started in is one of the container']]);
  });
  it('compose is not known', () => assert.deepEqual(mapped('docker compose run --rm a ap -i /h site.yml; docker exec x ap -i /h site.yml').length, 2));
});

describe('core/run/shellCommands: comments, make, other formats', () => {
  it('a call in a comment', () => check('# ap -i inv/prod site.yml\n#   $ ANSIBLE_X=1 ap -i inv/qa \\\n#       -b site.yml\n# Run `ap -i <inventory> site.yml` now\n# ap is run here, don\'t\n# use ap -i x site.yml for all\nap -b site.yml',
    '.$ ap -b site.yml', '# .$ ap -i inv/prod site.yml', '# .$ ap -i inv/qa -b site.yml | ANSIBLE_X=1', '# .$ ap -i ‹<inventory>› site.yml'));
  it('lines of make', () => {
    const script = { dialect: 'make', variables: new Map([['INV', 'inv/prod'], ['FLAGS', '-b -v'], ['U', undefined]]) } as const;
    const text = '\t@cd sub && ansible-playbook -i ../$(INV) site.yml\n\t-ansible-playbook $(FLAGS) -i ${INV} \\\n\t  $(U) $(X).yml\n\tfor e in prod qa; do ansible-playbook -i inv/$$e site.yml; done\n\tE=$$(pwd); ansible-playbook -i $$E/inv/qa -e a=$(shell x) $@\n';
    assert.deepEqual(commandsOf(text, script, 'Makefile').map(shown), ['sub$ ap -i ../inv/prod site.yml', '.$ ap -b -v -i inv/prod ‹$(U)› ‹$(X).yml›', '.$ ap -i inv/prod site.yml', '.$ ap -i inv/qa site.yml', '.$ ap -i /ws/inv/qa -e ‹a=$(shell x)› ‹$@›']);
    assert.deepEqual(commandsOf(text, script, 'Makefile').map(({ span }) => textOf(span)).slice(0, 2), ['ansible-playbook -i ../$(INV) site.yml', 'ansible-playbook $(FLAGS) -i ${INV} \\\n\t  $(U) $(X).yml']);
  });
  it('characters of the format that stand for nothing', () => {
    const text = '  "deploy": "ansible-playbook -i \\"inv/prod\\" site.yml"';
    const masked = '             ansible-playbook -i \u0001"inv/prod\u0001" site.yml ';
    const [command] = commandsOf(text, { text: masked }, 'package.json');
    assert.equal(shown(command!), '.$ ap -i inv/prod site.yml');
    assert.equal(textOf(command!.span), 'ansible-playbook -i \\"inv/prod\\" site.yml');
    assert.equal(textOf(command!.words[2]!.span!), '"inv/prod\\"');
  });
});

describe('core/run/shellCommands: too much', () => {
  const size = 256 * 1024 - 64;
  const pieces = ['$(', '"$(', '`', '`\\`', '(', '((', '$((', '{ ', '${a:-', 'a=( ', 'if a; then ', 'case x in a) ', 'for x in a b c; do ', 'f() { ', '<<A ', 'cat <<E\n', '[[ ( ', '@(', '<(', "'", '"a', '\\', '\\\n', '{a,', 'A=$A$A ', 'A+=a ', 'a[', 'x=1;', '|', ' && ', '# ansible-playbook \\\n', 'f() { f; f; };f;', 'V$V=', 'cd a;', 'export A=1 B=2;', 'while x; do if y; then A=1; fi; done;',
    'for a in 1 2 3 4; do for b in 1 2 3 4; do for c in 1 2 3 4; do ansible-playbook $a$b$c.yml;', 'x ${A%*a*a*a*a*a} ', 'bash -c "', "eval '", '$(ansible-playbook x.yml ', 'docker run -v a:b ', 'ansible-playbook a.yml;', 'I=$(dirname $(dirname ', ' -v $A:/x', 'select x in a; do ', 'A=aaaaaaaaaaaaaaaa;B=$B$A;', '$X ', 'set -- "$@" "$@" a;'];
  for (const piece of pieces) {
    it(JSON.stringify(piece), () => {
      const text = `ansible-playbook -i inv/prod site.yml\n${piece.repeat(Math.ceil(size / piece.length)).slice(0, size)}`;
      const started = process.cpuUsage();
      const commands = commandsOf(text);
      const { user, system } = process.cpuUsage(started);
      assert.equal(shown(commands[0]!), '.$ ap -i inv/prod site.yml');
      assert.ok((user + system) / 1000 < 1_000, `${((user + system) / 1000).toFixed(0)} ms`);
    });
  }
});
