// Random shell scripts that call ansible-playbook in many ways; what each call gets is bash's to say.

/** The names of two folders that there are in every folder. */
const FOLDERS = ['a', 'b'];
const NAMES = ['A', 'B', 'C'];

/** Numbers that are the same for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e37_79b9) | 0;
    const mixed = Math.imul(state ^ (state >>> 13), 3_266_489_917);
    return ((mixed ^ (mixed >>> 16)) >>> 0) % below;
  };
}

/** A script; each call has an argument `id=NUMBER` of its own. */
export function randomScript(seed: number): string {
  const next = numbers(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[next(items.length)]!;
  const name = (): string => pick(NAMES);
  let id = 0;
  let loops = 0;
  let left = 14;
  let isInFunction = false;

  const literal = (): string => pick(['x', 'y.yml', 'p/q.r/s.yml', '"two words"', "'it em'", '""', 'a\\ b', "$'t\\tn'", '"q\\"q"', '~x', 'k=v']);
  const expansion = (): string => {
    const of = name();
    return pick([`$${of}`, `"$${of}"`, `\${${of}}`, `"\${${of}:-d e}"`, `\${${of}-d}`, `\${${of}:+alt}`, `"\${${of}%/*}"`, `\${${of}##*/}`, `"\${${of}%%.*}"`, `\${${of}#*/}`, `"pre\${${of}}post"`, `$${of}/x`, `\${${of}:=set}`, `"\${#${of}}"`, `\${${of}/x/y}`, '"$1"', '$2', '"$@"', '$*', '"$#"', '"$*"', '"${R[@]}"', '${R[1]}', '"${R[0]}"', '${#R[@]}', '${R[@]}', '"$L"']);
  };
  const substitution = (): string => pick(['$(pwd)', '"$PWD"', '"$(dirname "$0")"', '`dirname "$0"`', '$(echo o1 o2)', '"$(echo o1  "o2 ")"', `"$(basename "$${name()}")"`, '$(date +%N | cut -c1)', '"$(cd a && pwd)"', '$(printf %s z)', '"${0%/*}"', '$((1+1))', `"$(dirname "$${name()}")"`, '"$(cat /dev/null)"']);
  const word = (): string => (next(10) < 4 ? literal() : next(10) < 7 ? expansion() : next(3) === 0 ? substitution() : `${pick(['v', '@f/'])}${expansion()}`);
  const words = (most: number): string => Array.from({ length: next(most + 1) }, word).join(' ');
  const condition = (): string => pick(['[ 1 = 1 ]', '[ 1 = 2 ]', 'true', 'false', `[ -n "$${name()}" ]`, '[[ a == b ]]', '! false', `grep -q x <<<"$${name()}"`]);
  const call = (): string => {
    const before = pick(['', '', '', '', 'env ', 'time ', 'nice -n 1 ', 'command ', `ANSIBLE_P=${word()} `, `A=${literal()} `, 'env ANSIBLE_Q=1 ', 'timeout 9 ', 'nohup ', 'env -u ANSIBLE_E ', '! ']);
    const isFlat = next(8) > 0;
    return `${before}ansible-playbook -e id=${++id} ${words(3)} ${isFlat ? '' : '\\\n  '}end ${pick(['', '>&3', '2>/dev/null', ''])}`;
  };
  const indented = (depth: number): string => list(depth + 1, 1 + next(3));

  function statement(depth: number): string {
    left--;
    const kind = next(left <= 0 || depth > 3 ? 12 : 30);
    switch (kind) {
      case 0: return `${name()}=${word()}`;
      case 1: return `${name()}=${literal()} ${name()}=${expansion()}`;
      case 2: return pick([`export ANSIBLE_E=${word()}`, 'unset ANSIBLE_E', `ANSIBLE_E=${literal()}`, `export A=${expansion()}`, `unset ${name()}`, `${name()}+=${literal()}`, `declare ${name()}=${word()}`, `local L=${word()} 2>/dev/null`]);
      case 3: return pick(['cd a', 'cd b', 'cd ..', 'cd - >/dev/null', 'cd "$(dirname "$0")"', 'cd a/b/..', 'cd "${0%/*}/b"', `D=${pick(FOLDERS)}; cd $D`, 'cd a && cd b', 'cd ./a || exit 1']);
      case 4: return pick(['pushd a >/dev/null', 'popd >/dev/null', 'pushd b >/dev/null', 'pushd >/dev/null']);
      case 5: return pick([`R=(${words(3)})`, `R+=(${words(2)})`, `set -- ${words(3)}`, 'shift', `set -- "$@" ${word()}`, `R=("\${R[@]}" ${literal()})`]);
      case 6: return pick([`read -r ${name()} <<<"r s"`, '. ./more.sh', `(( N++ ))`, `printf -v ${name()} %s pv`, 'cat <<EOF >/dev/null\nansible-playbook -e id=0\nEOF', '# ansible-playbook -e id=0 x.yml', `${name()}=$(${call()})`]);
      case 7:
      case 8:
      case 9:
      case 10:
      case 11: return call();
      case 12: return `if ${condition()}; then\n${indented(depth)}\nfi`;
      case 13: return `if ${condition()}; then\n${indented(depth)}\nelif ${condition()}; then ${statement(depth + 1)}\nelse\n${indented(depth)}\nfi`;
      case 14: return `for ${name()} in ${pick(['x y', '1 2 3', '"$@"', `$${name()}`, '', '"${R[@]}"', 'z'])}; do\n${indented(depth)}\ndone`;
      case 15: return `for N${depth} in 1 2; do\n${indented(depth)}\n${pick(['', `${condition()} && break`, `${condition()} && continue`, 'if false; then break; fi'])}\n${statement(depth + 1)}\ndone`;
      case 16: {
        const counter = `W${loops++}`;
        return `${counter}=0; while [ $${counter} -lt 2 ]; do ${counter}=$((${counter}+1))\n${indented(depth)}\ndone`;
      }
      case 17: return `case "$${name()}" in\n x|y) ${statement(depth + 1)} ;;\n ${pick(['*', 'p*', '""'])})\n${indented(depth)}\n;;\nesac`;
      case 18: return `( ${statement(depth + 1)}\n${indented(depth)} )`;
      case 19: return `{ ${statement(depth + 1)}\n}`;
      case 20: return `${pick(['cd a', `${name()}=x`, 'true'])} | { ${statement(depth + 1)}\n}`;
      case 21: {
        // one that calls itself would not end
        if (isInFunction) return call();
        isInFunction = true;
        const text = `f${next(2)}() {\n${indented(depth)}\n${pick(['', `${condition()} && return`, ''])}\n${statement(depth + 1)}\n}`;
        isInFunction = false;
        return text;
      }
      case 22:
      case 23: return isInFunction ? call() : `${pick(['', 'A=pre '])}f${next(2)} ${words(2)}`;
      case 24: return `${condition()} ${pick(['&&', '||'])} ${pick([`${name()}=${literal()}`, 'cd a', `{ ${statement(depth + 1)}\n}`])}`;
      case 25: return `bash -c 'cd b; ${call().replaceAll("'", '').replaceAll('\\\n', ' ')}' name ${words(2)}`;
      case 26: return `eval "${name()}=ev; ${name()}=\\$${name()}x"`;
      case 27: return `eval 'cd a; ${call().replaceAll("'", '').replaceAll('\\\n', ' ')}'`;
      case 28: return `${call()} && ${name()}=after || ${call()}`;
      default: return `${condition()} && ${pick(['exit 0', '{ exit; }', 'true'])}`;
    }
  }
  function list(depth: number, count: number): string {
    return Array.from({ length: count }, () => statement(depth)).join('\n');
  }
  return `#!/bin/bash\n${list(0, 6 + next(8))}\n`;
}
