// Host patterns: the names and ports ansible-core 2.14 made of each, recorded.
import { strict as assert } from 'node:assert';
import { countHosts, expandHostPattern } from '../../../server/core/inventory/hostPattern';
import { randomNumbers, randomText, recorded } from './recorded';

// pattern => names, port; `none` where it stands for no host, `refused` where Ansible refuses it.
const RECORDED = String.raw`
h1 => h1
h1:22 => h1 port 22
h1:0022 => h1 port 22
foo:bar => foo:bar
foo:22:33 => foo:22:33
h1,h2 => h1,h2
x]1 => x]1
-foo => -foo
foo-:22 => foo-:22
foo: => foo:
a_b.c-d:22 => a_b.c-d port 22
é:22 => é port 22
10.0.0.1:22 => 10.0.0.1 port 22
256.1.1.1:22 => 256.1.1.1 port 22
10.0.0.[1:3]:22 => 10.0.0.1 10.0.0.2 10.0.0.3 port 22
::1 => ::1
[::1] => refused
[::1]:2222 => ::1 port 2222
fe80::1:22 => fe80::1:22
[fe80::[a:c]]:22 => fe80::a fe80::b fe80::c port 22
[dead::!!]:22 => dead::!! port 22
[foo:22]:33 => foo port 22
[1:3]:22 => 1 port 3
[foo]:22 => foo port 22
[foo bar]:22 => refused
x[1:3] => x1 x2 x3
x[01:03] => x01 x02 x03
x[08:11] => x08 x09 x10 x11
x[0:3] => x0 x1 x2 x3
x[00:3] => refused
x[01:3] => refused
x[:3] => x0 x1 x2 x3
x[1:] => refused
x[:] => refused
x[] => refused
x[3:1] => none
x[3:1][ => none
x[1:9:4] => x1 x5 x9
x[1:3:0] => refused
x[1:3:-1] => none
x[5:1:-1] => x5 x4 x3
x[03:-2:-1] => x03 x02 x01 x00
x[-1:2] => x-1 x0 x1 x2
x[1_0:12] => x10 x11 x12
x[1-3] => refused
x[1:2:3:4] => refused
x[a:c] => xa xb xc
x[Y:b] => refused
x[a:e:2] => xa xc xe
x[c:a] => refused
x[aa:cc] => refused
x[ab:ef] => xa xb xc xd xe
x[a:3] => refused
x[y:B] => xy xz xA xB
x[1:2]-[a:b].d:22 => x1-a.d x1-b.d x2-a.d x2-b.d port 22
x[01:02]y[1:3:2] => x01y1 x01y3 x02y1 x02y3
x[1:2]y[ => refused
x[1:2 => refused
x[1:2| => x1 x2
x[1:2]| => refused
]1:2[ => 1 2
a]0:1[b[1:2] => a0b1 a0b2 a1b1 a1b2
[1:2].example.com => 1.example.com 2.example.com
web[1:2].example.com:2222 => web1.example.com web2.example.com port 2222
h [1:2] => h 1 h 2
`;

function expand(pattern: string): string {
  const hosts = expandHostPattern(pattern, 1000);
  if ('error' in hosts) return 'refused';
  if (hosts.names.length === 0) return 'none';
  return hosts.names.join(' ') + (hosts.port === undefined ? '' : ` port ${hosts.port}`);
}

function errorOf(pattern: string): string {
  const hosts = expandHostPattern(pattern, 100_000);
  return 'error' in hosts ? hosts.error : 'none';
}

describe('core/inventory/hostPattern', () => {
  for (const [pattern, result] of recorded(RECORDED)) it(`${pattern} => ${result}`, () => assert.equal(expand(pattern), result));

  it('says what is wrong', () => {
    assert.equal(errorOf('web[1-3]'), '“[1-3]” is not a range: write [begin:end] or [begin:end:step]');
    assert.equal(errorOf('web[1:]'), 'the range “[1:]” has no end');
    assert.equal(errorOf('web[01:3]'), 'the range “[01:3]” begins with a 0, so begin and end need the same number of digits');
    assert.equal(errorOf('web[c:a]'), 'the range “[c:a]” runs backwards: letters go from a to z, then from A to Z');
    assert.equal(errorOf('web[a:3]'), 'the range “[a:3]” needs two whole numbers or two single letters');
    assert.equal(errorOf('web[1:3:0]'), 'the step of the range “[1:3:0]” is not a whole number other than 0');
    assert.equal(errorOf('web[1:3'), '“web[1:3” has a [ without a ]');
    assert.equal(errorOf(''), 'a host name is empty');
  });

  it('counts without building, and builds no more than the budget', () => {
    assert.equal(countHosts('r[1:40]n[01:20].x'), 800);
    assert.equal(countHosts('h'), 1);
    assert.equal(countHosts('x[3:1]'), 0);
    assert.equal(countHosts('x[1-3]'), 0);
    assert.equal(countHosts('x[1:1000000000]'), 1_000_000_000);
    assert.deepEqual(expandHostPattern('x[1:1000000000]', 100_000), {
      error: '“x[1:1000000000]” stands for 1,000,000,000 hosts: at most 100,000 are read from one inventory',
      tooLarge: true,
    });
    for (const pattern of ['x[1:11]', '[a:Z]'.repeat(30), 'x[1:' + '9'.repeat(4000) + '][3:1]']) {
      const hosts = expandHostPattern(pattern, 10);
      assert.ok('error' in hosts && hosts.tooLarge === true, pattern);
    }
    assert.ok('error' in expandHostPattern('h', 0));
    assert.equal(expand('x[99999999999999999998:99999999999999999999]'), 'x99999999999999999998 x99999999999999999999');
  });

  it('never throws and takes bounded time', () => {
    const pieces = [...'[]:|.-_+01ah\n', '[1:3]', '[01:03]', '[a:c]', ':22', '10.0.0.1', '::', 'é'];
    const random = randomNumbers(20262);
    for (let round = 0; round < 20_000; round++) {
      const pattern = randomText(random, pieces, 8);
      const hosts = expandHostPattern(pattern, 1000);
      if ('names' in hosts) assert.equal(hosts.names.length, countHosts(pattern));
    }
    for (const piece of pieces) expandHostPattern(piece.repeat(100_000) + ':22', 100_000);
  });
});
